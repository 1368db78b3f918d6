comment on table settings is 'One row: what the last process to spend or to erase was configured with, for views that need it.';
--> statement-breakpoint
comment on column settings.id is 'Always true.';
--> statement-breakpoint
comment on column settings.credit_price is 'What a credit costs (CREDIT_PRICE); null: not told.';
--> statement-breakpoint
comment on column settings.credit_currency is 'Currency of that price.';
--> statement-breakpoint
comment on column settings.retention_days is 'Days after first collection at which people are deleted (RETENTION_DAYS); null: never.';
--> statement-breakpoint
comment on column settings.raw_retention_days is 'Days after which raw answers are deleted (RAW_RETENTION_DAYS).';
--> statement-breakpoint
comment on column settings.limits_time_zone is 'Zone in which days and months of credit limits begin (TZ_LIMITS).';
--> statement-breakpoint
comment on column settings.changed_at is 'When it was last told.';
--> statement-breakpoint
comment on table profile_search is 'What people are searched by, without regard to case, accents and blanks; kept by a trigger on profiles.';
--> statement-breakpoint
comment on column profile_search.profile_id is 'The person.';
--> statement-breakpoint
comment on column profile_search.name is 'Full name, folded (see fold_text).';
--> statement-breakpoint
comment on column profile_search.title is 'Title of the current job, folded.';
--> statement-breakpoint
comment on column profile_search.headline is 'Headline, folded.';
--> statement-breakpoint
comment on column profile_search.company is 'Company of the current job, folded.';
--> statement-breakpoint
comment on column profile_search.location is 'Location, folded.';
--> statement-breakpoint
comment on column profile_search.skills is 'Skills, folded; skills @> array[''sql''] uses an index.';
--> statement-breakpoint
comment on column profile_search.companies is 'Companies of all jobs, past ones too, folded.';
--> statement-breakpoint
comment on column profile_search.schools is 'Schools, folded, one a line.';
--> statement-breakpoint
comment on column profile_search.role_since is 'Since when the person has the current role; null: unknown.';
--> statement-breakpoint
comment on column profile_search.working_since is 'Start of the oldest job that the person still has; null: none.';
--> statement-breakpoint
comment on column profile_search.months_before is 'Months of work before that, or in all where there is no current job; overlapping jobs count once.';
--> statement-breakpoint
comment on column profile_search.document is 'Words of title and headline (weight A), skills (B), past titles (C) and summary (D).';
--> statement-breakpoint
comment on column profile_versions.open_to_work is 'Whether this form says that the person is open to work; null: it does not say.';
--> statement-breakpoint
comment on column profile_versions.job_changed is 'Whether this form names another job than the forms before it.';
--> statement-breakpoint
comment on column profile_versions.previous_title is 'The title before that change.';
--> statement-breakpoint
comment on column profile_versions.previous_company is 'The company before that change.';
--> statement-breakpoint
comment on column profile_versions.open_to_work_changed is 'Whether this form says otherwise than those before it whether the person is open to work.';
--> statement-breakpoint
comment on table notices is 'People who were told that they are stored (Art. 14 GDPR).';
--> statement-breakpoint
comment on column notices.profile_id is 'The person.';
--> statement-breakpoint
comment on column notices.sent_at is 'When they were told.';
--> statement-breakpoint
comment on table erasures is 'That people were erased, when and why; never who.';
--> statement-breakpoint
comment on column erasures.id is 'Number of the erasure.';
--> statement-breakpoint
comment on column erasures.kind is 'forget (on request) or retention.';
--> statement-breakpoint
comment on column erasures.people is 'How many people it erased.';
--> statement-breakpoint
comment on column erasures.bodies is 'How many raw answers it rewrote or deleted.';
--> statement-breakpoint
comment on column erasures.erased_at is 'When.';
--> statement-breakpoint
comment on table reparses is 'Rebuilds of profiles from their versions, for zero credits.';
--> statement-breakpoint
comment on column reparses.id is 'Number of the rebuild.';
--> statement-breakpoint
comment on column reparses.after_profile_id is 'Where it goes on: everybody up to here is done; null: at the start or finished.';
--> statement-breakpoint
comment on column reparses.people is 'People looked at.';
--> statement-breakpoint
comment on column reparses.changed is 'Of them, those whose record changed.';
--> statement-breakpoint
comment on column reparses.started_at is 'When it began.';
--> statement-breakpoint
comment on column reparses.finished_at is 'When it ended; null: it can be carried on.';
--> statement-breakpoint
comment on column exports.left_out is 'Candidates that the format could not take.';
--> statement-breakpoint
comment on column exports.filter is 'Options by which the candidates were chosen.';
--> statement-breakpoint
comment on column exports.contacts is 'Whether addresses and numbers were handed over too.';
--> statement-breakpoint
comment on column exports.format is 'csv, jsonl, greenhouse or hubspot.';
--> statement-breakpoint
comment on column suppressions.kind is 'profile_id, linkedin_slug, email or phone.';
