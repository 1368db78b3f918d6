CREATE TABLE "settings" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"credit_price" numeric,
	"credit_currency" text,
	"retention_days" integer,
	"raw_retention_days" integer,
	"limits_time_zone" text,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "erasures_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"people" integer NOT NULL,
	"bodies" integer NOT NULL,
	"erased_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"profile_id" text PRIMARY KEY NOT NULL,
	"sent_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "profile_search" (
	"profile_id" text PRIMARY KEY NOT NULL,
	"name" text,
	"title" text,
	"headline" text,
	"company" text,
	"location" text,
	"skills" text[] NOT NULL,
	"companies" text[] NOT NULL,
	"schools" text NOT NULL,
	"role_since" date,
	"working_since" date,
	"months_before" integer,
	"document" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reparses" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reparses_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"after_profile_id" text,
	"people" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "exports" ADD COLUMN "left_out" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "exports" ADD COLUMN "filter" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "exports" ADD COLUMN "contacts" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD COLUMN "open_to_work" boolean;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD COLUMN "job_changed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD COLUMN "previous_title" text;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD COLUMN "previous_company" text;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD COLUMN "open_to_work_changed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_profile_id_profiles_profile_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("profile_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_search" ADD CONSTRAINT "profile_search_profile_id_profiles_profile_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("profile_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "profile_search_company" ON "profile_search" USING btree ("company");--> statement-breakpoint
CREATE INDEX "profile_search_location" ON "profile_search" USING btree ("location" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "profile_search_role_since" ON "profile_search" USING btree ("role_since");--> statement-breakpoint
CREATE INDEX "profile_search_skills" ON "profile_search" USING gin ("skills");--> statement-breakpoint
CREATE INDEX "profile_search_companies" ON "profile_search" USING gin ("companies");--> statement-breakpoint
CREATE INDEX "profile_search_document" ON "profile_search" USING gin ("document");--> statement-breakpoint
CREATE INDEX "calls_run" ON "calls" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "export_people_profile" ON "export_people" USING btree ("profile_id");--> statement-breakpoint
CREATE INDEX "profile_versions_job_changed" ON "profile_versions" USING btree ("received_at") WHERE job_changed;--> statement-breakpoint
CREATE INDEX "profile_versions_open_to_work_changed" ON "profile_versions" USING btree ("received_at") WHERE open_to_work_changed;--> statement-breakpoint
CREATE INDEX "profiles_last_changed" ON "profiles" USING btree ("last_changed_at");