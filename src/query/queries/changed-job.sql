-- Who was seen to have changed jobs in the last days, newest first.
-- :days integer = 30  how many days back
select profile_id, full_name, from_title, from_company, to_title, to_company, noticed_at, spec
from job_changes
where noticed_at > now() - make_interval(days => :days)
order by noticed_at desc, profile_id
limit :limit
