-- What changed between two runs: whom only the later one showed, whom only the earlier one, and who had changed jobs.
-- :before integer = 0  the earlier run; 0 is the one before the later run
-- :after integer = 0  the later run; 0 is the newest
-- :spec text = ""  only what this spec found
with later as (
  select coalesce(nullif(:after, 0), max(id)) as run_id from runs
), earlier as (
  select coalesce(nullif(:before, 0), (select max(id) from runs where id < later.run_id)) as run_id from later
), shown as (
  select s.profile_id, bool_or(c.run_id = later.run_id) as in_later, bool_or(c.run_id = earlier.run_id) as in_earlier
  from later, earlier, calls c join sightings s on s.call_id = c.id
  where c.run_id in (earlier.run_id, later.run_id) and (:spec = '' or c.spec = :spec)
  group by s.profile_id
), change as (
  select profile_id, case when in_later then 'appeared' else 'gone' end as change
  from shown where not (in_later and in_earlier)
  union all
  select distinct v.profile_id, 'changed job'
  from later, calls c join profile_versions v on v.call_id = c.id and v.job_changed
    join shown on shown.profile_id = v.profile_id
  where c.run_id = later.run_id and in_later and in_earlier
  order by change, profile_id limit :limit
)
select change.change, profile_id, full_name, current_title, current_company, location, linkedin_url
from change join candidates using (profile_id)
order by change.change, profile_id
