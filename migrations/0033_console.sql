CREATE TABLE "data_requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "data_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject" text,
	"received_on" date NOT NULL,
	"due_on" date NOT NULL,
	"recorded_by" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp with time zone,
	"done_by" text,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "schedule_changes" (
	"trigger_key" text PRIMARY KEY NOT NULL,
	"schedule" text NOT NULL,
	"planned_for" timestamp with time zone NOT NULL,
	"moved_to" timestamp with time zone,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "schedule_changes" ADD CONSTRAINT "schedule_changes_schedule_schedules_name_fk" FOREIGN KEY ("schedule") REFERENCES "public"."schedules"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "data_requests_open" ON "data_requests" USING btree ("due_on") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "schedule_changes_schedule" ON "schedule_changes" USING btree ("schedule","planned_for");--> statement-breakpoint
comment on table schedule_changes is 'Firings to come that a person has skipped or moved.';--> statement-breakpoint
comment on column schedule_changes.trigger_key is 'Names the firing: schedule, planned local minute and zone.';--> statement-breakpoint
comment on column schedule_changes.schedule is 'Name of the schedule.';--> statement-breakpoint
comment on column schedule_changes.planned_for is 'When the schedule plans it.';--> statement-breakpoint
comment on column schedule_changes.moved_to is 'When it fires instead; null: it does not.';--> statement-breakpoint
comment on column schedule_changes.changed_by is 'Who changed it, as account@host or the name of a token.';--> statement-breakpoint
comment on column schedule_changes.changed_at is 'When it was changed.';--> statement-breakpoint
comment on table data_requests is 'What people asked for about themselves, and by when it has to be answered.';--> statement-breakpoint
comment on column data_requests.id is 'Number of the request.';--> statement-breakpoint
comment on column data_requests.kind is 'access: a copy of what is held; erasure: to be forgotten; objection: to be left alone.';--> statement-breakpoint
comment on column data_requests.subject is 'How the person named themselves; null once the request is answered.';--> statement-breakpoint
comment on column data_requests.received_on is 'Day on which the request came.';--> statement-breakpoint
comment on column data_requests.due_on is 'Last day for the answer: one month after it came (Art. 12(3) GDPR).';--> statement-breakpoint
comment on column data_requests.recorded_by is 'Who wrote it down, as account@host or the name of a token.';--> statement-breakpoint
comment on column data_requests.recorded_at is 'When it was written down.';--> statement-breakpoint
comment on column data_requests.done_at is 'When it was answered; null: it is open.';--> statement-breakpoint
comment on column data_requests.done_by is 'Who answered it.';--> statement-breakpoint
comment on column data_requests.outcome is 'What was done, without the name of the person.';--> statement-breakpoint
alter table data_requests add constraint data_requests_kind check (kind in ('access', 'erasure', 'objection'));
