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
