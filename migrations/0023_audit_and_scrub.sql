CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"happened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"command" text NOT NULL,
	"subject" text,
	"people" integer
);
--> statement-breakpoint
ALTER TABLE "ledger_state" ADD COLUMN "scrubbed_erasure_id" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_state" ADD COLUMN "scrubbed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "erasures" ADD COLUMN "rejected" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'rows of the audit are neither changed nor deleted' using errcode = 'insufficient_privilege';
end
$$;
--> statement-breakpoint
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function audit_is_append_only();
--> statement-breakpoint
comment on table audit is 'Who was shown addresses and numbers of people, or everything about one of them: one row each time. Append-only; never names anybody.';
--> statement-breakpoint
comment on column audit.id is 'Number of the row.';
--> statement-breakpoint
comment on column audit.happened_at is 'When the data was given.';
--> statement-breakpoint
comment on column audit.actor is 'Account of the operating system and machine, as account@host; of SQL from elsewhere, the login.';
--> statement-breakpoint
comment on column audit.command is 'query, export, person or notices.';
--> statement-breakpoint
comment on column audit.subject is 'Name of the query, or `SQL` and the beginning of the SHA-256 of its text; destination and format of an export; null for a person, who may ask to be forgotten.';
--> statement-breakpoint
comment on column audit.people is 'How many people, or rows of a query, were given; null where nobody counted.';
--> statement-breakpoint
comment on column ledger_state.scrubbed_erasure_id is 'The last erasure whose traces were removed from the files of the server; 0: none.';
--> statement-breakpoint
comment on column ledger_state.scrubbed_at is 'When traces of deleted rows were last removed from the files of the server; null: never.';
--> statement-breakpoint
comment on column erasures.rejected is 'How many entries that could not be stored were deleted.';
