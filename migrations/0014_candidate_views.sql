drop view candidates, candidate_experiences, candidate_educations, job_changes, new_people, spend_by_spec_and_day,
  possible_duplicates, provenance;
--> statement-breakpoint
create function fold_list(value text) returns text[] language sql immutable strict parallel safe
return array(select fold_text(part) from unnest(string_to_array(value, ',')) as part where btrim(part) <> '');
--> statement-breakpoint
comment on function fold_list(text) is 'The parts of a text between commas, each folded: skills_folded @> fold_list(''SQL, Python'') finds who has both.';
--> statement-breakpoint
create function containing(value text) returns text language sql immutable strict parallel safe
return '%' || regexp_replace(fold_text(value), '([\\%_])', '\\\1', 'g') || '%';
--> statement-breakpoint
comment on function containing(text) is 'A pattern for folded texts in which the text stands somewhere: title_folded like containing(''Ingénieur'').';
--> statement-breakpoint
-- What is not selected costs nothing: a join to at most one row is left out of the plan.
create view candidates as
select p.profile_id, p.full_name, p.first_name, p.last_name, p.headline, p.location, p.current_title, p.current_company,
  p.linkedin_url, p.linkedin_slug, p.summary, p.open_to_work,
  p.skills, array_to_string(p.skills, ', ') as skills_text,
  seen.specs, array_to_string(seen.specs, ', ') as specs_text, seen.last_seen_at, seen.times_seen,
  coalesce(reach.work_email, false) as has_work_email, coalesce(reach.personal_email, false) as has_personal_email,
  coalesce(reach.phone, false) as has_phone, coalesce(reach.email, false) as has_email,
  p.experiences, p.educations, p.first_seen_at, p.last_changed_at,
  f.role_since, round((current_date - f.role_since) / 365.25, 1) as years_in_current_role,
  case when f.months_before is not null or f.working_since is not null then
    round(coalesce(f.months_before, 0) / 12.0 + greatest(coalesce(current_date - f.working_since, 0), 0) / 365.25, 1)
  end as years_of_experience,
  p.first_seen_at + interval '1 month' as notice_due_at, notices.sent_at as notice_sent_at,
  f.name as name_folded, f.title as title_folded, f.headline as headline_folded, f.company as company_folded,
  f.location as location_folded, f.skills as skills_folded, f.document
from profiles p
left join profile_search f on f.profile_id = p.profile_id
left join notices on notices.profile_id = p.profile_id
left join lateral (
  select max(s.seen_at) as last_seen_at, count(*) as times_seen, array_agg(distinct c.spec order by c.spec) as specs
  from sightings s join calls c on c.id = s.call_id where s.profile_id = p.profile_id
) as seen on true
left join lateral (
  select bool_or(kind = 'email' and type = 'work') as work_email,
    bool_or(kind = 'email' and type = 'personal') as personal_email, bool_or(kind = 'phone') as phone,
    bool_or(kind = 'email') as email
  from contacts where contacts.profile_id = p.profile_id
) as reach on true;
--> statement-breakpoint
create view experiences as
select job.profile_id, job.full_name, job.place, job.title, job.company, job.company_domain, job.location,
  job.start_date, job.start_precision, job.start_text, job.end_date, job.end_precision, job.end_text, job.is_current,
  case when job.until >= job.start_date then
    (extract(year from age(job.until, job.start_date)) * 12 + extract(month from age(job.until, job.start_date)))::integer
  end as months,
  job.description, fold_text(job.title) as title_folded, fold_text(job.company) as company_folded
from (
  select said.*, case when said.is_current then coalesce(said.end_date, current_date) else said.end_date end as until
  from (
    select p.profile_id, p.full_name, listed.place::integer as place, entry->>'title' as title,
      entry->>'companyName' as company, entry->>'companyDomain' as company_domain, entry->>'location' as location,
      partial_date(entry->>'startDate') as start_date, date_precision(entry->>'startDate') as start_precision,
      entry->>'startDate' as start_text, partial_date(entry->>'endDate') as end_date,
      date_precision(entry->>'endDate') as end_precision, entry->>'endDate' as end_text,
      coalesce((entry->>'isCurrent')::boolean, entry->>'endDate' is null) as is_current,
      entry->>'description' as description
    from profiles p, jsonb_array_elements(p.experiences) with ordinality as listed(entry, place)
  ) as said
) as job;
--> statement-breakpoint
create view educations as
select p.profile_id, p.full_name, listed.place::integer as place, entry->>'school' as school,
  entry->>'diploma' as diploma, entry->>'specialization' as specialization,
  partial_date(entry->>'startDate') as start_date, date_precision(entry->>'startDate') as start_precision,
  entry->>'startDate' as start_text, partial_date(entry->>'endDate') as end_date,
  date_precision(entry->>'endDate') as end_precision, entry->>'endDate' as end_text,
  entry->>'description' as description, fold_text(entry->>'school') as school_folded
from profiles p, jsonb_array_elements(p.educations) with ordinality as listed(entry, place);
--> statement-breakpoint
create view job_changes as
select v.profile_id, p.full_name, v.previous_title as from_title, v.previous_company as from_company,
  v.current_title as to_title, v.current_company as to_company, v.received_at as noticed_at, c.spec, c.run_id, v.call_id,
  v.id as version_id
from profile_versions v join profiles p on p.profile_id = v.profile_id join calls c on c.id = v.call_id
where v.job_changed;
--> statement-breakpoint
create view open_to_work_changes as
select v.profile_id, p.full_name, v.open_to_work, p.current_title, p.current_company, v.received_at as noticed_at, c.spec,
  c.run_id, v.call_id, v.id as version_id
from profile_versions v join profiles p on p.profile_id = v.profile_id join calls c on c.id = v.call_id
where v.open_to_work_changed;
--> statement-breakpoint
create view new_candidates as
select p.profile_id, p.full_name, p.current_title, p.current_company, p.location, p.linkedin_url, p.first_seen_at,
  first.spec, first.run_id, first.call_id, first.day
from profiles p
left join lateral (
  select c.spec, c.run_id, s.call_id, c.day from sightings s join calls c on c.id = s.call_id
  where s.profile_id = p.profile_id order by s.call_id, s.position limit 1
) as first on true;
--> statement-breakpoint
-- A walk is one spec in one run, a line is one row of the answer. All sightings are read in one order, that of people and
-- of their calls, so that one sort serves every question about what came before.
create view spend_by_spec as
with call as materialized (
  select c.id, c.walk_id, c.run_id, c.spec, w.revision, c.month, c.credits,
    case when c.status = 'suspense' then c.reserved_credits end as credits_in_suspense,
    c.credits::numeric / nullif(c.profiles, 0) as share, dense_rank() over (order by c.spec) as spec_number,
    dense_rank() over (order by c.spec, w.revision, c.month) as line
  from calls c join walks w on w.id = c.walk_id
), shown as (
  select s.profile_id, call.line, call.share,
    (call.line = any(array_agg(call.line) over before)) is not true as is_first_in_line,
    (call.spec_number = any(array_agg(call.spec_number) over before)) is not true as is_new_to_spec,
    (call.walk_id = any(array_agg(call.walk_id) over before)) is not true
      and call.run_id = coalesce(first_value(call.run_id) over before, call.run_id) as is_new_to_store,
    min(call.spec_number) over person = max(call.spec_number) over person as is_found_only_here
  from sightings s join call on call.id = s.call_id
  window person as (partition by s.profile_id),
    before as (partition by s.profile_id order by s.call_id rows between unbounded preceding and 1 preceding)
), split as (
  select shown.*, case when is_new_to_store then
    1.0 / count(*) filter (where is_new_to_store) over (partition by profile_id) end as part
  from shown
), found as (
  select line, count(*) filter (where is_first_in_line) as people, round(coalesce(sum(part), 0), 2) as new_to_store,
    count(*) filter (where is_new_to_spec) as new_to_spec,
    count(*) filter (where is_new_to_spec and is_found_only_here) as found_only_here,
    round(coalesce(sum(part) filter (where reach.profile_id is not null), 0), 2) as new_with_contact,
    round(coalesce(sum(share) filter (where is_new_to_store), 0), 2) as credits_for_new
  from split left join (select distinct profile_id from contacts) as reach on reach.profile_id = split.profile_id
  group by line
), bought as (
  select line, spec, revision, month, coalesce(sum(credits), 0)::bigint as credits,
    coalesce(sum(credits_in_suspense), 0)::bigint as credits_in_suspense
  from call group by line, spec, revision, month
)
select bought.spec, bought.revision, search_specs.owner, search_specs.tags, bought.month, bought.credits,
  bought.credits_in_suspense, coalesce(found.people, 0) as people, coalesce(found.new_to_store, 0) as new_to_store,
  coalesce(found.new_to_spec, 0) as new_to_spec, coalesce(found.found_only_here, 0) as found_only_here,
  coalesce(found.new_with_contact, 0) as new_with_contact, coalesce(found.credits_for_new, 0) as credits_for_new,
  round(bought.credits / nullif(found.new_to_store, 0), 2) as credits_per_new_person,
  round(bought.credits * settings.credit_price, 2) as money,
  round(bought.credits * settings.credit_price / nullif(found.new_to_store, 0), 2) as money_per_new_person,
  settings.credit_currency as currency
from bought join search_specs on search_specs.spec = bought.spec cross join settings
left join found on found.line = bought.line;
--> statement-breakpoint
create view spend_by_day as
select day, count(distinct run_id) as runs, count(distinct spec) as specs,
  count(*) filter (where outcome = 'answered') as pages, coalesce(sum(profiles), 0)::bigint as profiles,
  coalesce(sum(profiles_new), 0)::bigint as new_to_store, coalesce(sum(credits), 0)::bigint as credits,
  coalesce(sum(reserved_credits) filter (where status = 'suspense'), 0)::bigint as credits_in_suspense,
  round(sum(credits)::numeric / nullif(sum(profiles_new), 0), 2) as credits_per_new_person,
  round(sum(credits) * max(credit_price), 2) as money, max(credit_currency) as currency
from calls cross join settings group by day;
--> statement-breakpoint
create view spec_overlap as
with found as (
  select s.profile_id, array_agg(distinct c.spec) as specs
  from sightings s join calls c on c.id = s.call_id group by s.profile_id
), totals as (
  select spec, count(*) as people from found, unnest(specs) as spec group by spec
), pairs as (
  select one.spec, other.spec as other_spec, count(*) as shared_people
  from found, unnest(specs) as one(spec), unnest(specs) as other(spec)
  where cardinality(specs) > 1 and one.spec < other.spec group by one.spec, other.spec
)
select pairs.spec, pairs.other_spec, pairs.shared_people, mine.people, theirs.people as other_people,
  round(pairs.shared_people::numeric / mine.people, 3) as share,
  round(pairs.shared_people::numeric / theirs.people, 3) as other_share
from pairs join totals mine on mine.spec = pairs.spec join totals theirs on theirs.spec = pairs.other_spec;
--> statement-breakpoint
create view possible_duplicates as
select a.linkedin_slug, a.profile_id, b.profile_id as other_profile_id, a.full_name, b.full_name as other_full_name,
  a.first_seen_at, b.first_seen_at as other_first_seen_at
from profiles a join profiles b on b.linkedin_slug = a.linkedin_slug and b.profile_id > a.profile_id;
--> statement-breakpoint
create view provenance as
select s.profile_id, p.full_name, c.spec, c.run_id, c.page, s.position, c.id as call_id, c.credits as call_credits,
  c.profiles as call_profiles, round(c.credits::numeric / nullif(c.profiles, 0), 2) as credits_for_this_profile,
  s.version_id, s.seen_at
from sightings s join calls c on c.id = s.call_id join profiles p on p.profile_id = s.profile_id;
--> statement-breakpoint
create view contact_coverage as
select found.spec, count(*) as people, count(*) filter (where reach.work_email) as with_work_email,
  count(*) filter (where reach.personal_email) as with_personal_email, count(*) filter (where reach.phone) as with_phone,
  count(reach.profile_id) as with_any, round(count(reach.profile_id)::numeric / count(*), 3) as share_with_any
from (select distinct c.spec, s.profile_id from sightings s join calls c on c.id = s.call_id) as found
left join (
  select profile_id, bool_or(kind = 'email' and type = 'work') as work_email,
    bool_or(kind = 'email' and type = 'personal') as personal_email, bool_or(kind = 'phone') as phone
  from contacts group by profile_id
) as reach on reach.profile_id = found.profile_id
group by found.spec;
--> statement-breakpoint
create view retention_due as
select p.profile_id, p.full_name, p.first_seen_at, p.first_seen_at + make_interval(days => settings.retention_days) as due_at
from settings join profiles p on p.first_seen_at <= now() - make_interval(days => settings.retention_days);
