ALTER TABLE "ledger_state" ADD COLUMN "purged_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "sightings_version" ON "sightings" USING btree ("version_id");