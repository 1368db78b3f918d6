DROP INDEX "sightings_profile";--> statement-breakpoint
CREATE INDEX "sightings_profile" ON "sightings" USING btree ("profile_id","call_id","position");