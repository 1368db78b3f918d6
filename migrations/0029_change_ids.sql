CREATE TABLE "change_epochs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "change_epochs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"system_identifier" bigint NOT NULL,
	"base_id" bigint NOT NULL,
	"erased_id" bigint DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "change_id" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "profiles_change" ON "profiles" USING btree ("change_id");
--> statement-breakpoint
create function system_identifier() returns bigint language plpgsql stable set search_path = pg_catalog as $$
begin
  if has_function_privilege('pg_control_system()', 'execute') then
    return (select c.system_identifier from pg_control_system() as c);
  end if;
  return 0;
end $$;
--> statement-breakpoint
comment on function system_identifier() is 'The identifier of the server, which a store that is copied or restored elsewhere finds changed; 0: the server does not tell.';
--> statement-breakpoint
-- Numbers of transactions start anew on another server, so that each server has an epoch, which begins above all ids before.
create function next_change_id() returns bigint language plpgsql set search_path = pg_catalog, public as $$
declare
  here constant bigint := system_identifier();
  epoch change_epochs;
begin
  select * into epoch from change_epochs order by id desc limit 1;
  if epoch.system_identifier is distinct from here then
    perform pg_advisory_xact_lock(7301557);
    select * into epoch from change_epochs order by id desc limit 1;
    if epoch.system_identifier is distinct from here then
      insert into change_epochs (system_identifier, base_id)
      values (here, greatest((select max(change_id) from profiles), epoch.base_id, epoch.erased_id, 0) + 1)
      returning * into epoch;
    end if;
  end if;
  return epoch.base_id + pg_current_xact_id()::text::bigint;
end $$;
--> statement-breakpoint
comment on function next_change_id() is 'The id of the changes that this transaction makes, for profiles.change_id: the same for the whole transaction, larger than that of every transaction that began to write later than all others had ended.';
--> statement-breakpoint
-- Shows what no transaction can undercut any more: ids of transactions that began to write before all those that still run.
create view changed_candidates as
select p.change_id, p.profile_id, p.full_name, p.first_name, p.last_name, p.headline, p.location, p.current_title,
  p.current_company, p.linkedin_url, p.linkedin_slug, p.summary, p.open_to_work, p.skills, p.experiences, p.educations,
  coalesce(reach.work_email, false) as has_work_email, coalesce(reach.personal_email, false) as has_personal_email,
  coalesce(reach.phone, false) as has_phone, coalesce(reach.email, false) as has_email, p.first_seen_at, p.last_changed_at
from profiles p
left join lateral (
  select bool_or(kind = 'email' and type = 'work') as work_email,
    bool_or(kind = 'email' and type = 'personal') as personal_email, bool_or(kind = 'phone') as phone,
    bool_or(kind = 'email') as email
  from contacts where contacts.profile_id = p.profile_id and not former_person
) as reach on true
where p.change_id < coalesce((
    select case when epoch.system_identifier = system_identifier()
      then epoch.base_id + pg_snapshot_xmin(pg_current_snapshot())::text::bigint end
    from (select * from change_epochs order by id desc limit 1) as epoch
  ), 9223372036854775807);
--> statement-breakpoint
comment on table change_epochs is 'The servers that the store has been on, for the numbers of changes; the newest row counts.';
--> statement-breakpoint
comment on column change_epochs.id is 'Number of the epoch.';
--> statement-breakpoint
comment on column change_epochs.system_identifier is 'The identifier of the server.';
--> statement-breakpoint
comment on column change_epochs.base_id is 'What is added to the number of a transaction; all change ids before are smaller.';
--> statement-breakpoint
comment on column change_epochs.erased_id is 'The largest change id among people who were erased in this epoch; 0: none.';
--> statement-breakpoint
comment on column change_epochs.started_at is 'When the first change was made there.';
--> statement-breakpoint
comment on column profiles.change_id is 'Number of the last change of the record or its contacts; 1: before such numbers existed. Read it by the view changed_candidates.';
--> statement-breakpoint
comment on view changed_candidates is 'People by their last change, for incremental loads: what was read up to the largest change_id is complete, and later changes have larger ones. The changes of transactions that still run, and of those that began after them, are shown when they have ended.';
--> statement-breakpoint
comment on column changed_candidates.change_id is 'Number of the last change; several people have the same one, and appear together.';
--> statement-breakpoint
comment on column changed_candidates.profile_id is 'The API''s id of the person, one row each.';
--> statement-breakpoint
comment on column changed_candidates.full_name is 'Full name.';
--> statement-breakpoint
comment on column changed_candidates.first_name is 'First name.';
--> statement-breakpoint
comment on column changed_candidates.last_name is 'Last name.';
--> statement-breakpoint
comment on column changed_candidates.headline is 'Headline.';
--> statement-breakpoint
comment on column changed_candidates.location is 'Location as written.';
--> statement-breakpoint
comment on column changed_candidates.current_title is 'Title of the current job.';
--> statement-breakpoint
comment on column changed_candidates.current_company is 'Company of the current job.';
--> statement-breakpoint
comment on column changed_candidates.linkedin_url is 'LinkedIn address.';
--> statement-breakpoint
comment on column changed_candidates.linkedin_slug is 'Public name in that address.';
--> statement-breakpoint
comment on column changed_candidates.summary is 'Summary.';
--> statement-breakpoint
comment on column changed_candidates.open_to_work is 'Whether the person is open to work; null: unknown.';
--> statement-breakpoint
comment on column changed_candidates.skills is 'Skills as a list.';
--> statement-breakpoint
comment on column changed_candidates.experiences is 'List of jobs.';
--> statement-breakpoint
comment on column changed_candidates.educations is 'List of educations.';
--> statement-breakpoint
comment on column changed_candidates.has_work_email is 'Whether a work e-mail address is known.';
--> statement-breakpoint
comment on column changed_candidates.has_personal_email is 'Whether a personal e-mail address is known.';
--> statement-breakpoint
comment on column changed_candidates.has_phone is 'Whether a phone number is known.';
--> statement-breakpoint
comment on column changed_candidates.has_email is 'Whether an e-mail address of any kind is known.';
--> statement-breakpoint
comment on column changed_candidates.first_seen_at is 'When the person was first collected.';
--> statement-breakpoint
comment on column changed_candidates.last_changed_at is 'When the record last changed, by the time of the answer: an answer that is stored late has an earlier time. Not for incremental loads.';

--> statement-breakpoint
-- Nothing is rounded, so that sums over rows are exact; who prints a number rounds it. What several specs brought in a run is
-- split to twelve digits, the last of them takes the rest. Credits are divided once a call, after they were multiplied.
create or replace view spend_by_spec as
with call as materialized (
  select c.id, c.walk_id, c.run_id, c.spec, w.revision, c.month, c.credits,
    case when c.status = 'suspense' then c.reserved_credits end as credits_in_suspense,
    c.profiles, dense_rank() over (order by c.spec) as spec_number,
    dense_rank() over (order by c.spec, w.revision, c.month) as line
  from calls c join walks w on w.id = c.walk_id
), shown as (
  select s.profile_id, s.call_id, call.line, call.credits, call.profiles,
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
    trunc((count(*) filter (where is_new_to_store) over up_to_here)::numeric / count(*) filter (where is_new_to_store) over person, 12)
      - trunc((count(*) filter (where is_new_to_store) over up_to_here - 1)::numeric / count(*) filter (where is_new_to_store) over person, 12)
    end as part
  from shown
  window person as (partition by profile_id),
    up_to_here as (partition by profile_id order by call_id rows between unbounded preceding and current row)
), by_call as (
  select line, call_id, count(*) filter (where is_first_in_line) as people, sum(part) as new_to_store,
    count(*) filter (where is_new_to_spec) as new_to_spec,
    count(*) filter (where is_new_to_spec and is_found_only_here) as found_only_here,
    sum(part) filter (where reach.profile_id is not null) as new_with_contact,
    min(credits)::numeric * count(*) filter (where is_new_to_store) / nullif(min(profiles), 0) as credits_for_new
  from split left join (select distinct profile_id from contacts where not former_person) as reach on reach.profile_id = split.profile_id
  group by line, call_id
), found as (
  select line, sum(people)::bigint as people, trim_scale(coalesce(sum(new_to_store), 0)) as new_to_store,
    sum(new_to_spec)::bigint as new_to_spec, sum(found_only_here)::bigint as found_only_here,
    trim_scale(coalesce(sum(new_with_contact), 0)) as new_with_contact, trim_scale(coalesce(sum(credits_for_new), 0)) as credits_for_new
  from by_call group by line
), bought as (
  select line, spec, revision, month, coalesce(sum(credits), 0)::bigint as credits,
    coalesce(sum(credits_in_suspense), 0)::bigint as credits_in_suspense
  from call group by line, spec, revision, month
)
select bought.spec, bought.revision, search_specs.owner, search_specs.tags, bought.month, bought.credits,
  bought.credits_in_suspense, coalesce(found.people, 0) as people, coalesce(found.new_to_store, 0) as new_to_store,
  coalesce(found.new_to_spec, 0) as new_to_spec, coalesce(found.found_only_here, 0) as found_only_here,
  coalesce(found.new_with_contact, 0) as new_with_contact, coalesce(found.credits_for_new, 0) as credits_for_new,
  trim_scale(bought.credits / nullif(found.new_to_store, 0)) as credits_per_new_person,
  bought.credits * settings.credit_price as money,
  trim_scale(bought.credits * settings.credit_price / nullif(found.new_to_store, 0)) as money_per_new_person,
  settings.credit_currency as currency
from bought join search_specs on search_specs.spec = bought.spec cross join settings
left join found on found.line = bought.line;
--> statement-breakpoint
create or replace view spend_by_day as
select day, count(distinct run_id) as runs, count(distinct spec) as specs,
  count(*) filter (where outcome = 'answered') as pages, coalesce(sum(profiles), 0)::bigint as profiles,
  coalesce(sum(profiles_new), 0)::bigint as new_to_store, coalesce(sum(credits), 0)::bigint as credits,
  coalesce(sum(reserved_credits) filter (where status = 'suspense'), 0)::bigint as credits_in_suspense,
  trim_scale(sum(credits)::numeric / nullif(sum(profiles_new), 0)) as credits_per_new_person,
  coalesce(sum(credits), 0) * max(credit_price) as money, max(credit_currency) as currency
from calls cross join settings group by day;
--> statement-breakpoint
create or replace view provenance as
select s.profile_id, p.full_name, c.spec, c.run_id, c.page, s.position, c.id as call_id, c.credits as call_credits,
  c.profiles as call_profiles, trim_scale(c.credits::numeric / nullif(c.profiles, 0)) as credits_for_this_profile,
  s.version_id, s.seen_at
from sightings s join calls c on c.id = s.call_id join profiles p on p.profile_id = s.profile_id;
--> statement-breakpoint
comment on column spend_by_spec.money is 'The credits at the price told last (CREDIT_PRICE), not rounded, so that sums are exact; null: no price was told.';
--> statement-breakpoint
comment on column spend_by_day.money is 'The credits at the price told last (CREDIT_PRICE), not rounded, so that sums are exact; null: no price was told.';
