-- Whom no answer has shown for days, first collected first.
-- :days integer = 180  how many days
select profile_id, full_name, current_title, current_company, last_seen_at, specs_text
from candidates
where first_seen_at < now() - make_interval(days => :days) and not exists (
  select from sightings
  where sightings.profile_id = candidates.profile_id and seen_at >= now() - make_interval(days => :days)
)
order by first_seen_at, profile_id
limit :limit
