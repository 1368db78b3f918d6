ALTER TABLE "contacts" ADD COLUMN "former_person" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "profile_search" ADD COLUMN "working_until" date;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD COLUMN "another_person" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD COLUMN "previous_name" text;--> statement-breakpoint
CREATE INDEX "profile_versions_another_person" ON "profile_versions" USING btree ("received_at") WHERE another_person;
--> statement-breakpoint
-- The rule of src/people/career/current-job.ts, for views and the search.
create function job_is_current(said boolean, starts date, ends date, end_text text, day date) returns boolean
language sql immutable parallel safe
return case when starts > day then false when ends > day then true else coalesce(said, end_text is null) end;
--> statement-breakpoint
comment on function job_is_current(boolean, date, date, text, date) is 'Whether a job is held on a day: it has begun, and no end up to that day is named, or the API says that it is held.';
--> statement-breakpoint
drop function mark_version_changes(text[]);
--> statement-breakpoint
-- Overlapping jobs count once; a job that has ended without saying when counts for nothing, and so does every day to come.
create or replace function index_profiles() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  insert into profile_search as known (profile_id, name, title, headline, company, location, skills, companies, schools,
    role_since, working_since, working_until, months_before, document)
  select p.profile_id, p.name, left(p.title, 300), p.headline_folded, left(p.company, 300), left(fold_text(location), 300),
    array(select left(fold_text(skill), 300) from unnest(p.skills) as skill), coalesce(job.companies, '{}'),
    coalesce(school.names, ''),
    case when current_title is not null or current_company is not null
      then case when job.has_same_job then job.same_job when job.has_same_company then job.same_company else job.only_one end end,
    job.working_since, job.working_until,
    (select round(sum(upper(span) - lower(span)) / 30.4375)::integer
      from unnest(job.past - datemultirange(daterange(coalesce(job.working_since, 'infinity'), null))) as span),
    setweight(search_words(left(concat_ws(' ', current_title, headline), 20000)), 'A')
      || setweight(search_words(left(array_to_string(p.skills, ' '), 20000)), 'B')
      || setweight(search_words(left(coalesce(job.titles, ''), 20000)), 'C')
      || setweight(search_words(left(coalesce(summary, ''), 20000)), 'D')
  from (select *, fold_text(full_name) as name, fold_text(current_title) as title, fold_text(headline) as headline_folded,
      fold_text(current_company) as company from changed offset 0) as p,
    lateral (
      select max(starts) filter (where is_current and same_title and same_company) as same_job,
        max(starts) filter (where is_current and same_company) as same_company,
        bool_or(is_current and same_title and same_company) as has_same_job,
        bool_or(is_current and same_company) as has_same_company,
        case when count(*) filter (where is_current) = 1 then max(starts) filter (where is_current) end as only_one,
        case when bool_and(ends > current_date) filter (where is_current) then max(ends) filter (where is_current) end
          as working_until,
        min(starts) filter (where is_current) as working_since,
        range_agg(daterange(starts, greatest(ends, starts)))
          filter (where not is_current and starts <= current_date and ends is not null) as past,
        array_agg(distinct left(company, 300)) filter (where company is not null) as companies,
        string_agg(title, ' ') as titles
      from (select title, company, coalesce(fold_text(title) = p.title, p.title is null) as same_title,
          coalesce(company = p.company, p.company is null) as same_company,
          starts, ends, job_is_current(said, starts, ends, end_text, current_date) as is_current
        from (select entry->>'title' as title, fold_text(entry->>'companyName') as company,
            partial_date(entry->>'startDate') as starts, partial_date(entry->>'endDate') as ends,
            (entry->>'isCurrent')::boolean as said, entry->>'endDate' as end_text
          from jsonb_array_elements(p.experiences) as entry offset 0) as read) as jobs) as job,
    lateral (select string_agg(distinct fold_text(entry->>'school'), E'\n') as names
      from jsonb_array_elements(p.educations) as entry) as school
  order by p.profile_id
  on conflict (profile_id) do update set name = excluded.name, title = excluded.title, headline = excluded.headline,
    company = excluded.company, location = excluded.location, skills = excluded.skills, companies = excluded.companies,
    schools = excluded.schools, role_since = excluded.role_since, working_since = excluded.working_since, working_until = excluded.working_until,
    months_before = excluded.months_before, document = excluded.document
    where known is distinct from excluded;
  return null;
end $$;
--> statement-breakpoint
create or replace view candidates as
select p.profile_id, p.full_name, p.first_name, p.last_name, p.headline, p.location, p.current_title, p.current_company,
  p.linkedin_url, p.linkedin_slug, p.summary, p.open_to_work,
  p.skills, array_to_string(p.skills, ', ') as skills_text,
  seen.specs, array_to_string(seen.specs, ', ') as specs_text, seen.last_seen_at, seen.times_seen,
  coalesce(reach.work_email, false) as has_work_email, coalesce(reach.personal_email, false) as has_personal_email,
  coalesce(reach.phone, false) as has_phone, coalesce(reach.email, false) as has_email,
  p.experiences, p.educations, p.first_seen_at, p.last_changed_at,
  f.role_since, case when f.role_since <= current_date then round((current_date - f.role_since) / 365.25, 1) end as years_in_current_role,
  case when f.months_before is not null or f.working_since is not null then
    round(coalesce(f.months_before, 0) / 12.0 + greatest(coalesce(least(current_date, f.working_until) - f.working_since, 0), 0) / 365.25, 1)
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
  from contacts where contacts.profile_id = p.profile_id and not former_person
) as reach on true;
--> statement-breakpoint
create or replace view experiences as
select job.profile_id, job.full_name, job.place, job.title, job.company, job.company_domain, job.location,
  job.start_date, job.start_precision, job.start_text, job.end_date, job.end_precision, job.end_text, job.is_current,
  case when job.until >= job.start_date then
    (extract(year from age(job.until, job.start_date)) * 12 + extract(month from age(job.until, job.start_date)))::integer
  end as months,
  job.description, fold_text(job.title) as title_folded, fold_text(job.company) as company_folded
from (
  select said.*, case when said.is_current then current_date else said.end_date end as until
  from (
    select p.profile_id, p.full_name, listed.place::integer as place, entry->>'title' as title,
      entry->>'companyName' as company, entry->>'companyDomain' as company_domain, entry->>'location' as location,
      partial_date(entry->>'startDate') as start_date, date_precision(entry->>'startDate') as start_precision,
      entry->>'startDate' as start_text, partial_date(entry->>'endDate') as end_date,
      date_precision(entry->>'endDate') as end_precision, entry->>'endDate' as end_text,
      job_is_current((entry->>'isCurrent')::boolean, partial_date(entry->>'startDate'), partial_date(entry->>'endDate'),
        entry->>'endDate', current_date) as is_current,
      entry->>'description' as description
    from profiles p, jsonb_array_elements(p.experiences) with ordinality as listed(entry, place)
  ) as said
) as job;
--> statement-breakpoint
create or replace view contact_coverage as
select found.spec, count(*) as people, count(*) filter (where reach.work_email) as with_work_email,
  count(*) filter (where reach.personal_email) as with_personal_email, count(*) filter (where reach.phone) as with_phone,
  count(reach.profile_id) as with_any, round(count(reach.profile_id)::numeric / count(*), 3) as share_with_any
from (select distinct c.spec, s.profile_id from sightings s join calls c on c.id = s.call_id) as found
left join (
  select profile_id, bool_or(kind = 'email' and type = 'work') as work_email,
    bool_or(kind = 'email' and type = 'personal') as personal_email, bool_or(kind = 'phone') as phone
  from contacts where not former_person group by profile_id
) as reach on reach.profile_id = found.profile_id
group by found.spec;
--> statement-breakpoint
create view possible_other_people as
select v.profile_id, v.previous_name, p.full_name, v.received_at as noticed_at, c.spec, c.run_id, v.call_id, v.id as version_id
from profile_versions v join profiles p on p.profile_id = v.profile_id join calls c on c.id = v.call_id
where v.another_person;
--> statement-breakpoint
-- Jobs that begin after today.
update profiles set last_changed_at = last_changed_at
where profile_id in (select profile_id from profile_search where role_since > current_date);
--> statement-breakpoint
comment on column contacts.former_person is 'Whether it is of the person whom the id named before: it is kept, and never handed on.';
--> statement-breakpoint
comment on column profile_search.working_until is 'When the last of the current jobs ends, where all of them name a day to come; null: no end is known.';
--> statement-breakpoint
comment on column profile_versions.another_person is 'Whether the id probably names another person from this form on: name, companies, schools and place differ.';
--> statement-breakpoint
comment on column profile_versions.previous_name is 'The name before; null unless another person is named.';
--> statement-breakpoint
comment on column experiences.is_current is 'Whether the job is held today: it has begun and has not ended; what the API says decides where no day to come is named.';
--> statement-breakpoint
comment on column experiences.months is 'Whole months from the start to the end, or to today; null where a date is missing.';
--> statement-breakpoint
comment on column candidates.years_of_experience is 'Years of work in all jobs until today, overlapping jobs counted once; null: no job has a date.';
--> statement-breakpoint
comment on view possible_other_people is 'Answers that probably show another person under an id that was known: name, companies, schools and place differ. The contacts of the former one are not handed on.';
--> statement-breakpoint
comment on column possible_other_people.profile_id is 'The id.';
--> statement-breakpoint
comment on column possible_other_people.previous_name is 'The name before.';
--> statement-breakpoint
comment on column possible_other_people.full_name is 'The name now.';
--> statement-breakpoint
comment on column possible_other_people.noticed_at is 'When the answer was received.';
--> statement-breakpoint
comment on column possible_other_people.spec is 'The spec whose search showed it.';
--> statement-breakpoint
comment on column possible_other_people.run_id is 'The run.';
--> statement-breakpoint
comment on column possible_other_people.call_id is 'The call.';
--> statement-breakpoint
comment on column possible_other_people.version_id is 'The form that shows the other person.';
