CREATE TABLE "schedule_firings" (
	"trigger_key" text PRIMARY KEY NOT NULL,
	"schedule" text NOT NULL,
	"planned_for" timestamp with time zone NOT NULL,
	"fired_at" timestamp with time zone DEFAULT now() NOT NULL,
	"run_id" bigint NOT NULL,
	"carried_on" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_reports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_reports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"run_id" bigint,
	"schedule" text,
	"planned_for" timestamp with time zone,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"name" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"canary_rung_at" timestamp with time zone,
	"canary_seen_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "since" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "schedule" text;--> statement-breakpoint
ALTER TABLE "walks" ADD COLUMN "forecast_low" integer;--> statement-breakpoint
ALTER TABLE "walks" ADD COLUMN "forecast_credits" integer;--> statement-breakpoint
ALTER TABLE "walks" ADD COLUMN "forecast_high" integer;--> statement-breakpoint
ALTER TABLE "schedule_firings" ADD CONSTRAINT "schedule_firings_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_reports" ADD CONSTRAINT "webhook_reports_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "schedule_firings_schedule" ON "schedule_firings" USING btree ("schedule","planned_for");--> statement-breakpoint
CREATE INDEX "webhook_reports_unsent" ON "webhook_reports" USING btree ("next_attempt_at") WHERE sent_at is null;