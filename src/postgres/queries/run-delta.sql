-- What changed between two runs: whom only the later one showed, whom only the earlier one, and who had changed jobs.
-- :before integer = 0  the earlier run; 0 is the one before the later run
-- :after integer = 0  the later run; 0 is the newest
-- :spec text = ""  only what this spec found
with later as (
  select coalesce(nullif(:after, 0), max(id)) as run_id from runs
), earlier as (
  select coalesce(nullif(:before, 0), (select max(id) from runs where id < later.run_id)) as run_id from later
), shown as (
  select s.profile_id, bool_or(c.run_id = (select run_id from later)) as in_later,
    bool_or(c.run_id = (select run_id from earlier)) as in_earlier,
    array_agg(s.version_id) filter (where c.run_id = (select run_id from later)) as later_versions
  from calls c join sightings s on s.call_id = c.id
  where c.run_id in ((select run_id from earlier), (select run_id from later)) and (:spec = '' or c.spec = :spec)
  group by s.profile_id
), judged as (
  select profile_id, case
    when not in_earlier then 'appeared'
    when not in_later then 'gone'
    when exists (select from profile_versions v where v.id = any(later_versions) and v.job_changed
      and v.call_id in (select id from calls where run_id = (select run_id from later))) then 'changed job'
  end as change
  from shown
)
select judged.change, profile_id, full_name, current_title, current_company, location, linkedin_url
from judged join candidates using (profile_id)
where judged.change is not null
order by judged.change, profile_id
limit :limit
