CREATE TABLE "saved_queries" (
	"query" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"versions" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_query_versions" (
	"query" text NOT NULL,
	"version" integer NOT NULL,
	"sql" text NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_query_versions_query_version_pk" PRIMARY KEY("query","version")
);
--> statement-breakpoint
ALTER TABLE "saved_query_versions" ADD CONSTRAINT "saved_query_versions_query_saved_queries_query_fk" FOREIGN KEY ("query") REFERENCES "public"."saved_queries"("query") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
comment on table saved_queries is 'Queries that people save on the SQL page of the console. Readers do not read them: their texts may name people.';
--> statement-breakpoint
comment on column saved_queries.query is 'Random id, which stands in the link /sql/ID.';
--> statement-breakpoint
comment on column saved_queries.title is 'What the query is called in the list.';
--> statement-breakpoint
comment on column saved_queries.versions is 'How often it was saved, which is the number of its newest version.';
--> statement-breakpoint
comment on column saved_queries.created_at is 'When it was saved first.';
--> statement-breakpoint
comment on table saved_query_versions is 'The history of saved queries: each version as it was saved.';
--> statement-breakpoint
comment on column saved_query_versions.query is 'The saved query.';
--> statement-breakpoint
comment on column saved_query_versions.version is 'From 1.';
--> statement-breakpoint
comment on column saved_query_versions.sql is 'The statement.';
--> statement-breakpoint
comment on column saved_query_versions.saved_by is 'Account and machine, or the name of the token, that saved it.';
--> statement-breakpoint
comment on column saved_query_versions.saved_at is 'When it was saved.';
