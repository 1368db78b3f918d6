comment on column schedules.since is 'Nights planned before this moment are not made up: the schedule was set then, or set differently.';
--> statement-breakpoint
comment on table schedule_firings is 'Nights that were fired: one row per schedule and planned local minute.';
--> statement-breakpoint
comment on column schedule_firings.trigger_key is 'Schedule and planned local minute; unique, so that a night fired twice is one.';
--> statement-breakpoint
comment on column schedule_firings.schedule is 'Name of the schedule.';
--> statement-breakpoint
comment on column schedule_firings.planned_for is 'When it was planned to fire.';
--> statement-breakpoint
comment on column schedule_firings.fired_at is 'When it fired; later than planned where the night was made up.';
--> statement-breakpoint
comment on column schedule_firings.run_id is 'The run that it started or carried on.';
--> statement-breakpoint
comment on column schedule_firings.carried_on is 'Whether an unfinished run of the schedule was carried on instead of starting one.';
--> statement-breakpoint
comment on table webhook_reports is 'What is to be told to RUN_WEBHOOK_URL: runs that ended and nights that were missed.';
--> statement-breakpoint
comment on column webhook_reports.id is 'Number of the report; stays the same over its attempts.';
--> statement-breakpoint
comment on column webhook_reports.kind is 'run_ended or night_missed.';
--> statement-breakpoint
comment on column webhook_reports.run_id is 'The run.';
--> statement-breakpoint
comment on column webhook_reports.schedule is 'The schedule whose night was missed; null: a run ended.';
--> statement-breakpoint
comment on column webhook_reports.planned_for is 'When that night was planned.';
--> statement-breakpoint
comment on column webhook_reports.made_at is 'When there was something to tell.';
--> statement-breakpoint
comment on column webhook_reports.attempts is 'How often it was sent, successful or not.';
--> statement-breakpoint
comment on column webhook_reports.next_attempt_at is 'Before this it is not sent again.';
--> statement-breakpoint
comment on column webhook_reports.sent_at is 'When it was taken; null: not yet.';
--> statement-breakpoint
comment on table workers is 'Worker processes that show life.';
--> statement-breakpoint
comment on column workers.name is 'Process, as it signs its leases.';
--> statement-breakpoint
comment on column workers.host is 'Machine.';
--> statement-breakpoint
comment on column workers.started_at is 'When it started.';
--> statement-breakpoint
comment on column workers.seen_at is 'When it last showed life.';
--> statement-breakpoint
comment on column workers.canary_rung_at is 'When it last put a canary job into the queue.';
--> statement-breakpoint
comment on column workers.canary_seen_at is 'When that job was last done; null: not yet.';
--> statement-breakpoint
comment on column runs.schedule is 'Name of the schedule that started the run; null: a person did.';
--> statement-breakpoint
comment on column walks.forecast_low is 'Credits that the walk was expected to cost at the least, when it was made; null: unknown.';
--> statement-breakpoint
comment on column walks.forecast_credits is 'Credits that it was expected to cost.';
--> statement-breakpoint
comment on column walks.forecast_high is 'Credits that it was expected to cost at the most.';
