-- Who has become open to work in the last days, newest first.
-- :days integer = 30  how many days back
select profile_id, full_name, current_title, current_company, noticed_at, spec
from open_to_work_changes
where open_to_work and noticed_at > now() - make_interval(days => :days)
order by noticed_at desc, profile_id
limit :limit
