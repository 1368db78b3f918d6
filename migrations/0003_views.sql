create view candidates as
select p.profile_id, p.full_name, p.first_name, p.last_name, p.headline, p.location, p.current_title, p.current_company,
  p.linkedin_url, p.linkedin_slug, p.summary, p.open_to_work,
  p.skills, array_to_string(p.skills, ', ') as skills_text,
  seen.specs, array_to_string(seen.specs, ', ') as specs_text, seen.last_seen_at, seen.times_seen,
  coalesce(reach.work_email, false) as has_work_email, coalesce(reach.personal_email, false) as has_personal_email,
  coalesce(reach.phone, false) as has_phone,
  p.experiences, p.educations, p.first_seen_at, p.last_changed_at
from profiles p
left join lateral (
  select max(s.seen_at) as last_seen_at, count(*) as times_seen, array_agg(distinct c.spec order by c.spec) as specs
  from sightings s join calls c on c.id = s.call_id where s.profile_id = p.profile_id
) as seen on true
left join lateral (
  select bool_or(kind = 'email' and type = 'work') as work_email,
    bool_or(kind = 'email' and type = 'personal') as personal_email, bool_or(kind = 'phone') as phone
  from contacts where contacts.profile_id = p.profile_id
) as reach on true;
--> statement-breakpoint
create view candidate_experiences as
select p.profile_id, p.full_name, job.place::integer as place, job.entry->>'title' as title,
  job.entry->>'companyName' as company, job.entry->>'companyDomain' as company_domain,
  job.entry->>'location' as location, job.entry->>'startDate' as start_date, job.entry->>'endDate' as end_date,
  (job.entry->>'isCurrent')::boolean as is_current, job.entry->>'description' as description
from profiles p, jsonb_array_elements(p.experiences) with ordinality as job(entry, place);
--> statement-breakpoint
create view candidate_educations as
select p.profile_id, p.full_name, school.place::integer as place, school.entry->>'school' as school,
  school.entry->>'diploma' as diploma, school.entry->>'specialization' as specialization,
  school.entry->>'startDate' as start_date, school.entry->>'endDate' as end_date,
  school.entry->>'description' as description
from profiles p, jsonb_array_elements(p.educations) with ordinality as school(entry, place);
--> statement-breakpoint
create view job_changes as
select job.profile_id, p.full_name, job.from_title, job.from_company, job.to_title, job.to_company, job.noticed_at
from (
  select profile_id, current_title as to_title, current_company as to_company, received_at as noticed_at,
    lag(current_title) over person as from_title, lag(current_company) over person as from_company,
    row_number() over person as place
  from profile_versions where current_title is not null or current_company is not null
  window person as (partition by profile_id order by call_id, id)
) as job join profiles p on p.profile_id = job.profile_id
where job.place > 1
  and (job.from_title is distinct from job.to_title or job.from_company is distinct from job.to_company);
--> statement-breakpoint
create view new_people as
select p.profile_id, p.full_name, p.current_title, p.current_company, p.location, p.linkedin_url, p.first_seen_at,
  first.spec, first.run_id, first.day
from profiles p
left join lateral (
  select c.spec, c.run_id, c.day from sightings s join calls c on c.id = s.call_id
  where s.profile_id = p.profile_id order by s.call_id, s.position limit 1
) as first on true;
--> statement-breakpoint
create view spend_by_spec_and_day as
select spec, day, count(*) filter (where outcome = 'answered') as pages,
  coalesce(sum(profiles), 0)::bigint as profiles, coalesce(sum(profiles_new), 0)::bigint as profiles_new,
  coalesce(sum(credits), 0)::bigint as credits_spent,
  coalesce(sum(reserved_credits) filter (where status = 'suspense'), 0)::bigint as credits_in_suspense,
  round(coalesce(sum(credits), 0)::numeric / nullif(sum(profiles_new), 0), 2) as credits_per_new_profile
from calls group by spec, day;
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
comment on view candidates is 'One flat row per person, for people who write SQL.';
--> statement-breakpoint
comment on column candidates.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column candidates.full_name is 'Full name.';
--> statement-breakpoint
comment on column candidates.first_name is 'First name.';
--> statement-breakpoint
comment on column candidates.last_name is 'Last name.';
--> statement-breakpoint
comment on column candidates.headline is 'Headline.';
--> statement-breakpoint
comment on column candidates.location is 'Location as written.';
--> statement-breakpoint
comment on column candidates.current_title is 'Title of the current job.';
--> statement-breakpoint
comment on column candidates.current_company is 'Company of the current job.';
--> statement-breakpoint
comment on column candidates.linkedin_url is 'LinkedIn address.';
--> statement-breakpoint
comment on column candidates.linkedin_slug is 'Public name in that address.';
--> statement-breakpoint
comment on column candidates.summary is 'Summary.';
--> statement-breakpoint
comment on column candidates.open_to_work is 'Whether the person is open to work; null: unknown.';
--> statement-breakpoint
comment on column candidates.skills is 'Skills as a list.';
--> statement-breakpoint
comment on column candidates.skills_text is 'Skills as text, with commas between.';
--> statement-breakpoint
comment on column candidates.specs is 'Specs that found the person, as a list.';
--> statement-breakpoint
comment on column candidates.specs_text is 'Specs that found the person, with commas between.';
--> statement-breakpoint
comment on column candidates.last_seen_at is 'When an answer last showed the person.';
--> statement-breakpoint
comment on column candidates.times_seen is 'How often an answer has shown the person.';
--> statement-breakpoint
comment on column candidates.has_work_email is 'Whether a work e-mail address is known.';
--> statement-breakpoint
comment on column candidates.has_personal_email is 'Whether a personal e-mail address is known.';
--> statement-breakpoint
comment on column candidates.has_phone is 'Whether a phone number is known.';
--> statement-breakpoint
comment on column candidates.experiences is 'List of jobs; see candidate_experiences.';
--> statement-breakpoint
comment on column candidates.educations is 'List of educations; see candidate_educations.';
--> statement-breakpoint
comment on column candidates.first_seen_at is 'When the person was first collected.';
--> statement-breakpoint
comment on column candidates.last_changed_at is 'When the record last changed.';
--> statement-breakpoint
comment on view candidate_experiences is 'One row per job of a person, in the order of the API.';
--> statement-breakpoint
comment on column candidate_experiences.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column candidate_experiences.full_name is 'Full name.';
--> statement-breakpoint
comment on column candidate_experiences.place is 'Place in the list, from 1.';
--> statement-breakpoint
comment on column candidate_experiences.title is 'Title.';
--> statement-breakpoint
comment on column candidate_experiences.company is 'Company.';
--> statement-breakpoint
comment on column candidate_experiences.company_domain is 'Web domain of the company.';
--> statement-breakpoint
comment on column candidate_experiences.location is 'Location of the job.';
--> statement-breakpoint
comment on column candidate_experiences.start_date is 'Start, as precise as the API says it.';
--> statement-breakpoint
comment on column candidate_experiences.end_date is 'End, as precise as the API says it.';
--> statement-breakpoint
comment on column candidate_experiences.is_current is 'Whether the job is held now; null: not said.';
--> statement-breakpoint
comment on column candidate_experiences.description is 'Description.';
--> statement-breakpoint
comment on view candidate_educations is 'One row per education of a person, in the order of the API.';
--> statement-breakpoint
comment on column candidate_educations.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column candidate_educations.full_name is 'Full name.';
--> statement-breakpoint
comment on column candidate_educations.place is 'Place in the list, from 1.';
--> statement-breakpoint
comment on column candidate_educations.school is 'School.';
--> statement-breakpoint
comment on column candidate_educations.diploma is 'Diploma.';
--> statement-breakpoint
comment on column candidate_educations.specialization is 'Specialization.';
--> statement-breakpoint
comment on column candidate_educations.start_date is 'Start, as precise as the API says it.';
--> statement-breakpoint
comment on column candidate_educations.end_date is 'End, as precise as the API says it.';
--> statement-breakpoint
comment on column candidate_educations.description is 'Description.';
--> statement-breakpoint
comment on view job_changes is 'Changes of the current job between two forms in which a person was received.';
--> statement-breakpoint
comment on column job_changes.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column job_changes.full_name is 'Full name.';
--> statement-breakpoint
comment on column job_changes.from_title is 'Title before.';
--> statement-breakpoint
comment on column job_changes.from_company is 'Company before.';
--> statement-breakpoint
comment on column job_changes.to_title is 'Title after.';
--> statement-breakpoint
comment on column job_changes.to_company is 'Company after.';
--> statement-breakpoint
comment on column job_changes.noticed_at is 'When the later form was received.';
--> statement-breakpoint
comment on view new_people is 'People with the spec, run and day that found them first.';
--> statement-breakpoint
comment on column new_people.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column new_people.full_name is 'Full name.';
--> statement-breakpoint
comment on column new_people.current_title is 'Title of the current job.';
--> statement-breakpoint
comment on column new_people.current_company is 'Company of the current job.';
--> statement-breakpoint
comment on column new_people.location is 'Location as written.';
--> statement-breakpoint
comment on column new_people.linkedin_url is 'LinkedIn address.';
--> statement-breakpoint
comment on column new_people.first_seen_at is 'When the person was first collected.';
--> statement-breakpoint
comment on column new_people.spec is 'Spec that found the person first.';
--> statement-breakpoint
comment on column new_people.run_id is 'Run that found the person first.';
--> statement-breakpoint
comment on column new_people.day is 'Day of that call in the zone of the limits.';
--> statement-breakpoint
comment on view spend_by_spec_and_day is 'Credits and what they brought, by spec and day.';
--> statement-breakpoint
comment on column spend_by_spec_and_day.spec is 'The spec.';
--> statement-breakpoint
comment on column spend_by_spec_and_day.day is 'Day of the reservation in the zone of the limits.';
--> statement-breakpoint
comment on column spend_by_spec_and_day.pages is 'Pages answered.';
--> statement-breakpoint
comment on column spend_by_spec_and_day.profiles is 'Profiles on them.';
--> statement-breakpoint
comment on column spend_by_spec_and_day.profiles_new is 'Of them, people that the store did not know.';
--> statement-breakpoint
comment on column spend_by_spec_and_day.credits_spent is 'Credits settled.';
--> statement-breakpoint
comment on column spend_by_spec_and_day.credits_in_suspense is 'Credits of which nobody knows whether they were charged.';
--> statement-breakpoint
comment on column spend_by_spec_and_day.credits_per_new_profile is 'Credits spent for each new person; null: there was none.';
--> statement-breakpoint
comment on view possible_duplicates is 'Pairs of people with one LinkedIn name and two ids.';
--> statement-breakpoint
comment on column possible_duplicates.linkedin_slug is 'The name they share.';
--> statement-breakpoint
comment on column possible_duplicates.profile_id is 'The one person.';
--> statement-breakpoint
comment on column possible_duplicates.other_profile_id is 'The other.';
--> statement-breakpoint
comment on column possible_duplicates.full_name is 'Full name of the one.';
--> statement-breakpoint
comment on column possible_duplicates.other_full_name is 'Full name of the other.';
--> statement-breakpoint
comment on column possible_duplicates.first_seen_at is 'When the one was first collected.';
--> statement-breakpoint
comment on column possible_duplicates.other_first_seen_at is 'When the other was.';
--> statement-breakpoint
comment on view provenance is 'Where a person comes from: spec, run, page, call and credits, one row per sighting.';
--> statement-breakpoint
comment on column provenance.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column provenance.full_name is 'Full name.';
--> statement-breakpoint
comment on column provenance.spec is 'The spec.';
--> statement-breakpoint
comment on column provenance.run_id is 'The run that paid.';
--> statement-breakpoint
comment on column provenance.page is 'The page.';
--> statement-breakpoint
comment on column provenance.position is 'Place on the page, from 0.';
--> statement-breakpoint
comment on column provenance.call_id is 'The call.';
--> statement-breakpoint
comment on column provenance.call_credits is 'What the call cost.';
--> statement-breakpoint
comment on column provenance.call_profiles is 'Profiles that it returned.';
--> statement-breakpoint
comment on column provenance.credits_for_this_profile is 'An equal share of that.';
--> statement-breakpoint
comment on column provenance.version_id is 'The raw form in which the person was returned.';
--> statement-breakpoint
comment on column provenance.seen_at is 'When the call was answered.';
