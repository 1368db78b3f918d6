-- Who was never exported to a destination, newest first; exports that were taken back do not count.
-- :to text  the destination, as `sourcing exports` names it
select profile_id, full_name, current_title, current_company, location, first_seen_at, linkedin_url
from candidates
where not exists (
  select from export_people join exports on exports.id = export_id
  where export_people.profile_id = candidates.profile_id and destination = :to and undone_at is null
)
order by first_seen_at desc, profile_id
limit :limit
