-- Who was collected for the first time in the last days, newest first, and which spec found them.
-- :days integer = 7  how many days back
select profile_id, full_name, current_title, current_company, location, spec, first_seen_at, linkedin_url
from new_candidates
where first_seen_at > now() - make_interval(days => :days)
order by first_seen_at desc, profile_id
limit :limit
