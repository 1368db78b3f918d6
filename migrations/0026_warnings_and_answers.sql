ALTER TABLE "calls" ADD COLUMN "filtered_count" bigint;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "leonar_profiles_cached" bigint;--> statement-breakpoint
ALTER TABLE "search_specs" ADD COLUMN "warnings" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
comment on column search_specs.warnings is 'What was odd about the spec when it was stored last, a sentence each that begins with the column: likely mistakes, and parts that contradict each other. None of it stops a run.';
--> statement-breakpoint
comment on column calls.filtered_count is 'filtered_count as the answer gives it; the reference page of the API does not say what it counts.';
--> statement-breakpoint
comment on column calls.leonar_profiles_cached is 'leonar_profiles_cached as the answer gives it; the reference page of the API does not say what it counts.';
--> statement-breakpoint
create view page_answers as
select id as call_id, run_id, walk_id, spec, page, total_count, filtered_count, leonar_profiles_cached,
  filters_too_strict, profiles, credits, warnings, answered_at
from calls where outcome = 'answered';
--> statement-breakpoint
comment on view page_answers is 'What the answer of each page says about its search, without its people.';
--> statement-breakpoint
comment on column page_answers.call_id is 'The call.';
--> statement-breakpoint
comment on column page_answers.run_id is 'The run.';
--> statement-breakpoint
comment on column page_answers.walk_id is 'The walk.';
--> statement-breakpoint
comment on column page_answers.spec is 'The spec.';
--> statement-breakpoint
comment on column page_answers.page is 'Page that was bought, from 1.';
--> statement-breakpoint
comment on column page_answers.total_count is 'People that the search has in all by this answer; advice only. Null: the answer has no such number.';
--> statement-breakpoint
comment on column page_answers.filtered_count is 'filtered_count of the answer; its meaning is undocumented. Null: the answer has no such number.';
--> statement-breakpoint
comment on column page_answers.leonar_profiles_cached is 'leonar_profiles_cached of the answer; its meaning is undocumented. Null: the answer has no such number.';
--> statement-breakpoint
comment on column page_answers.filters_too_strict is 'Whether the answer calls the filters too strict.';
--> statement-breakpoint
comment on column page_answers.profiles is 'Profiles on the page.';
--> statement-breakpoint
comment on column page_answers.credits is 'Credits that the page cost.';
--> statement-breakpoint
comment on column page_answers.warnings is 'What was odd about the answer.';
--> statement-breakpoint
comment on column page_answers.answered_at is 'When the answer came.';
--> statement-breakpoint
comment on column walks.warnings is 'What was odd about its spec when the run began, and about its answers.';
