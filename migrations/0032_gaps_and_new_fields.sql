ALTER TABLE "calls" ADD COLUMN "new_fields" jsonb;--> statement-breakpoint
ALTER TABLE "passes" ADD COLUMN "fills" bigint;--> statement-breakpoint
ALTER TABLE "passes" ADD COLUMN "pages" integer[];--> statement-breakpoint
ALTER TABLE "passes" ADD COLUMN "people_sought" integer;--> statement-breakpoint
ALTER TABLE "passes" ADD COLUMN "people_found" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "passes" ADD COLUMN "total_count_before" bigint;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "fill_gaps" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "passes" ADD CONSTRAINT "passes_fills_passes_id_fk" FOREIGN KEY ("fills") REFERENCES "public"."passes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "passes_fills" ON "passes" USING btree ("fills") WHERE fills is not null;
--> statement-breakpoint
create or replace view page_drift as
select walks.id as walk_id, run_id, walks.spec, people_repeated, total_count_dropped,
  case when passes.fills is null then people_repeated + total_count_dropped
    else greatest(0, people_sought - passes.people_found) end as people_maybe_missed,
  walks.pages, profiles_seen, finished_at, walks.pass_id, passes.fills as fills_pass_id, fill.people_found, fill.ended_at as filled_at
from walks left join passes on passes.id = walks.pass_id
  left join lateral (select newest.people_found, newest.ended_at from passes newest where newest.fills = walks.pass_id
    order by newest.id desc limit 1) as fill on true
where case when passes.fills is null then people_repeated + total_count_dropped
  else greatest(0, people_sought - passes.people_found) end > 0;
--> statement-breakpoint
comment on column page_drift.people_maybe_missed is 'How many people at most the walk has missed: the sum of the two; of a walk that filled gaps, how many of the people whom it looked for it has not found.';
--> statement-breakpoint
comment on column page_drift.pass_id is 'The pass that the walk bought pages of.';
--> statement-breakpoint
comment on column page_drift.fills_pass_id is 'The earlier pass whose gaps the walk bought again (`run --fill-gaps`); null: the walk bought a pass of its own.';
--> statement-breakpoint
comment on column page_drift.people_found is 'How many people `run --fill-gaps` found whom the pass of this walk had not seen; null: its gaps were not bought again.';
--> statement-breakpoint
comment on column page_drift.filled_at is 'When `run --fill-gaps` was done with the pass of this walk; null: it was not.';
--> statement-breakpoint
comment on column runs.fill_gaps is 'Whether its walks buy again only the pages that can hold people whom complete passes have missed.';
--> statement-breakpoint
comment on column passes.fills is 'The earlier pass whose gaps this one buys again; null: a pass of its own, from page 1 to the end.';
--> statement-breakpoint
comment on column passes.pages is 'The chosen pages that it buys, in this order; null: all, from page 1 on.';
--> statement-breakpoint
comment on column passes.people_sought is 'How many people at most the pass in `fills` has missed; this pass ends once it has found as many.';
--> statement-breakpoint
comment on column passes.people_found is 'People on its pages whom the pass in `fills` had not seen.';
--> statement-breakpoint
comment on column passes.total_count_before is 'What the search counted in all when the last page of the pass in `fills` was bought.';
--> statement-breakpoint
comment on column calls.new_fields is 'What its page says that no column holds: a list of `path`, `reason` and `times`; null: everything was read, or the page is not applied. See the view new_fields.';
--> statement-breakpoint
create view new_fields as
select field.path, field.reason, min(calls.answered_at) as first_seen_at, max(calls.answered_at) as last_seen_at,
  sum(field.times)::bigint as times, count(*) as pages, min(calls.id) as first_call_id
from calls, jsonb_to_recordset(calls.new_fields) as field(path text, reason text, times integer)
where calls.new_fields is not null
group by field.path, field.reason;
--> statement-breakpoint
comment on view new_fields is 'What the API has said beyond what the program reads: fields that it does not know, and known ones in a form that it does not understand. The raw versions keep their values; here are only names.';
--> statement-breakpoint
comment on column new_fields.path is 'Where the field stands: [] for any entry of a list, {} for a key that is data rather than a name, "answer" for what is beside the profiles.';
--> statement-breakpoint
comment on column new_fields.reason is 'Why the value of a known field was left out; null: the field is not known.';
--> statement-breakpoint
comment on column new_fields.first_seen_at is 'When the first answer with it came.';
--> statement-breakpoint
comment on column new_fields.last_seen_at is 'When the newest answer with it came.';
--> statement-breakpoint
comment on column new_fields.times is 'How often it was seen.';
--> statement-breakpoint
comment on column new_fields.pages is 'On how many pages.';
--> statement-breakpoint
comment on column new_fields.first_call_id is 'The first call whose answer has it: its bytes show it, as long as they are kept.';
