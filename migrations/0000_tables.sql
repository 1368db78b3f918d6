CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"balance" bigint,
	"balance_at" timestamp with time zone,
	"balance_call_id" bigint,
	"rejected_at" timestamp with time zone,
	"empty_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "budgets" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"reserved" bigint DEFAULT 0 NOT NULL,
	"spent" bigint DEFAULT 0 NOT NULL,
	"suspense" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "budgets_scope_key_pk" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "call_bodies" (
	"call_id" bigint PRIMARY KEY NOT NULL,
	"body" "bytea" NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "calls_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"walk_id" bigint NOT NULL,
	"pass_id" bigint NOT NULL,
	"spec" text NOT NULL,
	"page" integer NOT NULL,
	"go" integer NOT NULL,
	"status" text DEFAULT 'sent' NOT NULL,
	"outcome" text,
	"key_id" text NOT NULL,
	"price_class" text NOT NULL,
	"alone" boolean NOT NULL,
	"reserved_credits" bigint NOT NULL,
	"credits" bigint,
	"flag" text,
	"problem" text,
	"settled_by" text,
	"day" date NOT NULL,
	"month" text NOT NULL,
	"balance" bigint,
	"request_id" text,
	"total_count" bigint,
	"has_more" boolean,
	"filters_too_strict" boolean,
	"next_page" bigint,
	"profiles" integer,
	"profiles_new" integer,
	"profiles_changed" integer,
	"profiles_unchanged" integer,
	"profiles_rejected" integer,
	"profiles_suppressed" integer,
	"warnings" text[] DEFAULT '{}'::text[] NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"answered_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"applied_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "credit_postings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "credit_postings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"call_id" bigint NOT NULL,
	"from_account" text NOT NULL,
	"to_account" text NOT NULL,
	"credits" bigint NOT NULL,
	"posted_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_state" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"held" boolean DEFAULT false NOT NULL,
	"moved_to" text,
	"pepper_check" text
);
--> statement-breakpoint
CREATE TABLE "price_classes" (
	"key_id" text NOT NULL,
	"price_class" text NOT NULL,
	"dearest" bigint NOT NULL,
	CONSTRAINT "price_classes_key_id_price_class_pk" PRIMARY KEY("key_id","price_class")
);
--> statement-breakpoint
CREATE TABLE "export_people" (
	"export_id" bigint NOT NULL,
	"profile_id" text NOT NULL,
	CONSTRAINT "export_people_export_id_profile_id_pk" PRIMARY KEY("export_id","profile_id")
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "exports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"destination" text NOT NULL,
	"format" text NOT NULL,
	"people" integer NOT NULL,
	"exported_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"name" text PRIMARY KEY NOT NULL,
	"cron" text NOT NULL,
	"time_zone" text NOT NULL,
	"selection" jsonb NOT NULL,
	"budget_credits" integer NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"profile_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"type" text,
	"status" text,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contacts_profile_id_kind_value_pk" PRIMARY KEY("profile_id","kind","value")
);
--> statement-breakpoint
CREATE TABLE "profile_versions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "profile_versions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"profile_id" text NOT NULL,
	"hash" text NOT NULL,
	"raw" text NOT NULL,
	"experiences_detailed" boolean NOT NULL,
	"educations_detailed" boolean NOT NULL,
	"current_title" text,
	"current_company" text,
	"call_id" bigint NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "profiles" (
	"profile_id" text PRIMARY KEY NOT NULL,
	"first_name" text,
	"last_name" text,
	"full_name" text,
	"headline" text,
	"location" text,
	"linkedin_url" text,
	"linkedin_slug" text,
	"summary" text,
	"current_title" text,
	"current_company" text,
	"skills" text[] DEFAULT '{}'::text[] NOT NULL,
	"experiences" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"educations" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"experiences_detailed" boolean DEFAULT false NOT NULL,
	"educations_detailed" boolean DEFAULT false NOT NULL,
	"open_to_work" boolean,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rejected_profiles" (
	"call_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"path" text NOT NULL,
	"reason" text NOT NULL,
	"raw" text NOT NULL,
	"rejected_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rejected_profiles_call_id_position_pk" PRIMARY KEY("call_id","position")
);
--> statement-breakpoint
CREATE TABLE "sightings" (
	"call_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"profile_id" text NOT NULL,
	"version_id" bigint NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sightings_call_id_position_pk" PRIMARY KEY("call_id","position")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"kind" text NOT NULL,
	"digest" text NOT NULL,
	"reason" text,
	"suppressed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "suppressions_kind_digest_pk" PRIMARY KEY("kind","digest")
);
--> statement-breakpoint
CREATE TABLE "passes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "passes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"spec" text NOT NULL,
	"fingerprint" text NOT NULL,
	"refresh" boolean NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"next_page" integer DEFAULT 1 NOT NULL,
	"end_reason" text,
	"pages_without_newcomers" integer DEFAULT 0 NOT NULL,
	"pages_of_known_people" integer DEFAULT 0 NOT NULL,
	"last_bought_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"status" text DEFAULT 'planned' NOT NULL,
	"selection" jsonb NOT NULL,
	"specs_csv" text,
	"budget_credits" integer,
	"max_pages" integer,
	"restart" boolean DEFAULT false NOT NULL,
	"go" integer DEFAULT 1 NOT NULL,
	"asked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lane_owner" text,
	"lane_until" timestamp with time zone,
	"trigger_key" text,
	"cancelled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "runs_triggerKey_unique" UNIQUE("trigger_key")
);
--> statement-breakpoint
CREATE TABLE "walks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "walks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint NOT NULL,
	"spec" text NOT NULL,
	"revision" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"search" jsonb NOT NULL,
	"budget_credits" integer,
	"lifetime_credits" integer,
	"max_pages" integer,
	"refresh_days" integer NOT NULL,
	"stop_after_known_pages" integer NOT NULL,
	"priority" integer NOT NULL,
	"pass_id" bigint,
	"status" text DEFAULT 'waiting' NOT NULL,
	"stop_reason" text,
	"note" text,
	"fresh" boolean DEFAULT false NOT NULL,
	"joined" boolean DEFAULT false NOT NULL,
	"restarted" boolean DEFAULT false NOT NULL,
	"pages" integer DEFAULT 0 NOT NULL,
	"profiles_seen" integer DEFAULT 0 NOT NULL,
	"profiles_new" integer DEFAULT 0 NOT NULL,
	"profiles_changed" integer DEFAULT 0 NOT NULL,
	"profiles_unchanged" integer DEFAULT 0 NOT NULL,
	"profiles_rejected" integer DEFAULT 0 NOT NULL,
	"profiles_suppressed" integer DEFAULT 0 NOT NULL,
	"warnings" text[] DEFAULT '{}'::text[] NOT NULL,
	"lease_token" bigint DEFAULT 0 NOT NULL,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "search_specs" (
	"spec" text PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"search" jsonb NOT NULL,
	"budget_credits" integer,
	"lifetime_credits" integer,
	"max_pages" integer,
	"refresh_days" integer NOT NULL,
	"stop_after_known_pages" integer NOT NULL,
	"nightly" boolean NOT NULL,
	"enabled" boolean NOT NULL,
	"priority" integer NOT NULL,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"owner" text,
	"notes" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "call_bodies" ADD CONSTRAINT "call_bodies_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_walk_id_walks_id_fk" FOREIGN KEY ("walk_id") REFERENCES "public"."walks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_pass_id_passes_id_fk" FOREIGN KEY ("pass_id") REFERENCES "public"."passes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_postings" ADD CONSTRAINT "credit_postings_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_people" ADD CONSTRAINT "export_people_export_id_exports_id_fk" FOREIGN KEY ("export_id") REFERENCES "public"."exports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_profile_id_profiles_profile_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("profile_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD CONSTRAINT "profile_versions_profile_id_profiles_profile_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("profile_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_versions" ADD CONSTRAINT "profile_versions_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejected_profiles" ADD CONSTRAINT "rejected_profiles_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sightings" ADD CONSTRAINT "sightings_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sightings" ADD CONSTRAINT "sightings_profile_id_profiles_profile_id_fk" FOREIGN KEY ("profile_id") REFERENCES "public"."profiles"("profile_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sightings" ADD CONSTRAINT "sightings_version_id_profile_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."profile_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passes" ADD CONSTRAINT "passes_spec_search_specs_spec_fk" FOREIGN KEY ("spec") REFERENCES "public"."search_specs"("spec") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "walks" ADD CONSTRAINT "walks_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "walks" ADD CONSTRAINT "walks_spec_search_specs_spec_fk" FOREIGN KEY ("spec") REFERENCES "public"."search_specs"("spec") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "walks" ADD CONSTRAINT "walks_pass_id_passes_id_fk" FOREIGN KEY ("pass_id") REFERENCES "public"."passes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calls_walk" ON "calls" USING btree ("walk_id","id");--> statement-breakpoint
CREATE INDEX "calls_pass_page" ON "calls" USING btree ("pass_id","page");--> statement-breakpoint
CREATE UNIQUE INDEX "calls_one_sent" ON "calls" USING btree ("walk_id") WHERE status = 'sent';--> statement-breakpoint
CREATE INDEX "calls_undecided" ON "calls" USING btree ("status") WHERE status <> 'settled';--> statement-breakpoint
CREATE INDEX "calls_unapplied" ON "calls" USING btree ("pass_id","id") WHERE outcome = 'answered' and applied_at is null;--> statement-breakpoint
CREATE INDEX "credit_postings_call" ON "credit_postings" USING btree ("call_id");--> statement-breakpoint
CREATE INDEX "contacts_value" ON "contacts" USING btree ("value");--> statement-breakpoint
CREATE INDEX "profile_versions_profile" ON "profile_versions" USING btree ("profile_id","call_id");--> statement-breakpoint
CREATE INDEX "profiles_linkedin_slug" ON "profiles" USING btree ("linkedin_slug");--> statement-breakpoint
CREATE INDEX "profiles_first_seen" ON "profiles" USING btree ("first_seen_at");--> statement-breakpoint
CREATE INDEX "sightings_profile" ON "sightings" USING btree ("profile_id","call_id");--> statement-breakpoint
CREATE INDEX "passes_spec_fingerprint" ON "passes" USING btree ("spec","fingerprint","id");--> statement-breakpoint
CREATE UNIQUE INDEX "walks_run_spec" ON "walks" USING btree ("run_id","spec");--> statement-breakpoint
CREATE UNIQUE INDEX "walks_one_walking" ON "walks" USING btree ("spec","fingerprint") WHERE status = 'walking';--> statement-breakpoint
CREATE INDEX "walks_unfinished" ON "walks" USING btree ("run_id") WHERE status in ('waiting', 'walking');