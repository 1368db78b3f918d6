-- Who was found by several specs, most first. Reads all sightings.
-- :at_least integer = 2  how many specs
select profile_id, full_name, current_title, current_company, found.found_by, candidates.specs_text, linkedin_url
from (
  select s.profile_id, count(distinct c.spec) as found_by
  from sightings s join calls c on c.id = s.call_id
  group by s.profile_id having count(distinct c.spec) >= :at_least
  order by found_by desc, s.profile_id limit :limit
) as found join candidates using (profile_id)
order by found.found_by desc, profile_id
