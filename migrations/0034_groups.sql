ALTER TABLE "contacts" DROP CONSTRAINT "contacts_profile_id_profiles_profile_id_fk";
--> statement-breakpoint
ALTER TABLE "profile_search" DROP CONSTRAINT "profile_search_profile_id_profiles_profile_id_fk";
--> statement-breakpoint
ALTER TABLE "profile_versions" DROP CONSTRAINT "profile_versions_profile_id_profiles_profile_id_fk";
--> statement-breakpoint
ALTER TABLE "profile_versions" DROP CONSTRAINT "profile_versions_call_id_calls_id_fk";
--> statement-breakpoint
ALTER TABLE "sightings" DROP CONSTRAINT "sightings_call_id_calls_id_fk";
--> statement-breakpoint
ALTER TABLE "sightings" DROP CONSTRAINT "sightings_profile_id_profiles_profile_id_fk";
--> statement-breakpoint
ALTER TABLE "sightings" DROP CONSTRAINT "sightings_version_id_profile_versions_id_fk";
--> statement-breakpoint
DROP INDEX "sightings_version";--> statement-breakpoint
ALTER TABLE "call_bodies" ADD COLUMN "encoding" text DEFAULT 'identity' NOT NULL;--> statement-breakpoint
CREATE INDEX "calls_overpriced" ON "calls" USING btree ("walk_id","id") WHERE flag = 'dearer_than_reserved';--> statement-breakpoint
-- Who deletes a person deletes what belongs to them, in one statement for all people of a statement.
create function delete_with_profiles() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  delete from sightings using gone where sightings.profile_id = gone.profile_id;
  delete from profile_versions using gone where profile_versions.profile_id = gone.profile_id;
  delete from contacts using gone where contacts.profile_id = gone.profile_id;
  delete from profile_search using gone where profile_search.profile_id = gone.profile_id;
  return null;
end $$;
--> statement-breakpoint
create trigger delete_with_profiles after delete on profiles referencing old table as gone
  for each statement execute function delete_with_profiles();
--> statement-breakpoint
alter table call_bodies alter column body set storage external;
--> statement-breakpoint
comment on column call_bodies.body is 'The body, its transport encoding kept or gzip; what it held of suppressed people is taken out.';
--> statement-breakpoint
comment on column call_bodies.encoding is 'How the body is compressed: identity (not at all) or gzip.';
