ALTER TABLE "walks" ADD COLUMN "people_repeated" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "walks" ADD COLUMN "total_count_dropped" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
create view page_drift as
select walks.id as walk_id, run_id, walks.spec, people_repeated, total_count_dropped,
  people_repeated + total_count_dropped as people_maybe_missed, pages, profiles_seen, finished_at
from walks where people_repeated + total_count_dropped > 0;
--> statement-breakpoint
comment on column walks.people_repeated is 'People on its pages whom an earlier page of the same pass showed too: others came in before them, on pages that were bought already.';
--> statement-breakpoint
comment on column walks.total_count_dropped is 'Sum of the drops of total_count from one page to the next: people left, and those behind them moved on to pages that were bought already.';
--> statement-breakpoint
comment on view page_drift is 'Walks whose list moved while it was bought, so that people may have been missed.';
--> statement-breakpoint
comment on column page_drift.walk_id is 'The walk.';
--> statement-breakpoint
comment on column page_drift.run_id is 'The run.';
--> statement-breakpoint
comment on column page_drift.spec is 'The spec.';
--> statement-breakpoint
comment on column page_drift.people_repeated is 'People whom an earlier page of the same pass showed too.';
--> statement-breakpoint
comment on column page_drift.total_count_dropped is 'Sum of the drops of total_count from one page to the next.';
--> statement-breakpoint
comment on column page_drift.people_maybe_missed is 'How many people at most the walk has missed: the sum of the two.';
--> statement-breakpoint
comment on column page_drift.pages is 'Pages that the walk bought.';
--> statement-breakpoint
comment on column page_drift.profiles_seen is 'Profiles on them.';
--> statement-breakpoint
comment on column page_drift.finished_at is 'When the walk ended; null: it goes on.';
