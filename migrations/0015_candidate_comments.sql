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
--> statement-breakpoint
comment on column profiles.experiences is 'List of jobs; see view experiences.';
--> statement-breakpoint
comment on column profiles.educations is 'List of educations; see view educations.';
--> statement-breakpoint
comment on view candidates is 'One flat row per person, for people who write SQL. What is not selected is not worked out.';
--> statement-breakpoint
comment on column candidates.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column candidates.full_name is 'Full name.';
--> statement-breakpoint
comment on column candidates.first_name is 'First name.';
--> statement-breakpoint
comment on column candidates.last_name is 'Last name.';
--> statement-breakpoint
comment on column candidates.headline is 'Headline.';
--> statement-breakpoint
comment on column candidates.location is 'Location as written.';
--> statement-breakpoint
comment on column candidates.current_title is 'Title of the current job.';
--> statement-breakpoint
comment on column candidates.current_company is 'Company of the current job.';
--> statement-breakpoint
comment on column candidates.linkedin_url is 'LinkedIn address.';
--> statement-breakpoint
comment on column candidates.linkedin_slug is 'Public name in that address.';
--> statement-breakpoint
comment on column candidates.summary is 'Summary.';
--> statement-breakpoint
comment on column candidates.open_to_work is 'Whether the person is open to work; null: unknown.';
--> statement-breakpoint
comment on column candidates.skills is 'Skills as a list.';
--> statement-breakpoint
comment on column candidates.skills_text is 'Skills as text, with commas between.';
--> statement-breakpoint
comment on column candidates.specs is 'Specs that found the person, as a list.';
--> statement-breakpoint
comment on column candidates.specs_text is 'Specs that found the person, with commas between.';
--> statement-breakpoint
comment on column candidates.last_seen_at is 'When an answer last showed the person.';
--> statement-breakpoint
comment on column candidates.times_seen is 'How often an answer has shown the person.';
--> statement-breakpoint
comment on column candidates.has_work_email is 'Whether a work e-mail address is known.';
--> statement-breakpoint
comment on column candidates.has_personal_email is 'Whether a personal e-mail address is known.';
--> statement-breakpoint
comment on column candidates.has_phone is 'Whether a phone number is known.';
--> statement-breakpoint
comment on column candidates.has_email is 'Whether an e-mail address of any kind is known.';
--> statement-breakpoint
comment on column candidates.experiences is 'List of jobs; see the view experiences.';
--> statement-breakpoint
comment on column candidates.educations is 'List of educations; see the view educations.';
--> statement-breakpoint
comment on column candidates.first_seen_at is 'When the person was first collected.';
--> statement-breakpoint
comment on column candidates.last_changed_at is 'When the record last changed.';
--> statement-breakpoint
comment on column candidates.role_since is 'Since when the person has the current role, the first day of a month or year that is all that is known; null: unknown.';
--> statement-breakpoint
comment on column candidates.years_in_current_role is 'Years since then, until today; null: unknown.';
--> statement-breakpoint
comment on column candidates.years_of_experience is 'Years of work in all jobs until today, overlapping jobs counted once; null: no job has a date.';
--> statement-breakpoint
comment on column candidates.notice_due_at is 'When the person has to be told at the latest that they are stored: a month after first collection.';
--> statement-breakpoint
comment on column candidates.notice_sent_at is 'When the person was told; null: not yet.';
--> statement-breakpoint
comment on column candidates.name_folded is 'Full name without regard to case, accents and blanks: compare with fold_text(''…'').';
--> statement-breakpoint
comment on column candidates.title_folded is 'Title of the current job, folded.';
--> statement-breakpoint
comment on column candidates.headline_folded is 'Headline, folded.';
--> statement-breakpoint
comment on column candidates.company_folded is 'Company of the current job, folded.';
--> statement-breakpoint
comment on column candidates.location_folded is 'Location, folded.';
--> statement-breakpoint
comment on column candidates.skills_folded is 'Skills, folded; skills_folded @> array[''sql'', ''python''] uses an index.';
--> statement-breakpoint
comment on column candidates.document is 'Words of title, headline, skills, past titles and summary: document @@ search_question(''product "go to market" -sales'') uses an index.';
--> statement-breakpoint
comment on view experiences is 'One row per job of a person, in the order of the API, its dates sortable and as they came.';
--> statement-breakpoint
comment on column experiences.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column experiences.full_name is 'Full name.';
--> statement-breakpoint
comment on column experiences.place is 'Place in the list, from 1.';
--> statement-breakpoint
comment on column experiences.title is 'Title.';
--> statement-breakpoint
comment on column experiences.company is 'Company.';
--> statement-breakpoint
comment on column experiences.company_domain is 'Web domain of the company.';
--> statement-breakpoint
comment on column experiences.location is 'Location of the job.';
--> statement-breakpoint
comment on column experiences.start_date is 'First day of the start, as far as it is known.';
--> statement-breakpoint
comment on column experiences.start_precision is 'How precise the start is: year, month or day; null: no date.';
--> statement-breakpoint
comment on column experiences.start_text is 'The start as it came.';
--> statement-breakpoint
comment on column experiences.end_date is 'First day of the end, as far as it is known.';
--> statement-breakpoint
comment on column experiences.end_precision is 'How precise the end is: year, month or day; null: no date.';
--> statement-breakpoint
comment on column experiences.end_text is 'The end as it came.';
--> statement-breakpoint
comment on column experiences.is_current is 'Whether the job is held now: as the API says, else whether it names no end.';
--> statement-breakpoint
comment on column experiences.months is 'Whole months from start to end, until today where the job is held now; null: a date is missing or they are the wrong way round.';
--> statement-breakpoint
comment on column experiences.description is 'Description.';
--> statement-breakpoint
comment on column experiences.title_folded is 'Title without regard to case, accents and blanks.';
--> statement-breakpoint
comment on column experiences.company_folded is 'Company, folded.';
--> statement-breakpoint
comment on view educations is 'One row per education of a person, in the order of the API, its dates sortable and as they came.';
--> statement-breakpoint
comment on column educations.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column educations.full_name is 'Full name.';
--> statement-breakpoint
comment on column educations.place is 'Place in the list, from 1.';
--> statement-breakpoint
comment on column educations.school is 'School.';
--> statement-breakpoint
comment on column educations.diploma is 'Diploma.';
--> statement-breakpoint
comment on column educations.specialization is 'Specialization.';
--> statement-breakpoint
comment on column educations.start_date is 'First day of the start, as far as it is known.';
--> statement-breakpoint
comment on column educations.start_precision is 'How precise the start is: year, month or day; null: no date.';
--> statement-breakpoint
comment on column educations.start_text is 'The start as it came.';
--> statement-breakpoint
comment on column educations.end_date is 'First day of the end, as far as it is known.';
--> statement-breakpoint
comment on column educations.end_precision is 'How precise the end is: year, month or day; null: no date.';
--> statement-breakpoint
comment on column educations.end_text is 'The end as it came.';
--> statement-breakpoint
comment on column educations.description is 'Description.';
--> statement-breakpoint
comment on column educations.school_folded is 'School without regard to case, accents and blanks.';
--> statement-breakpoint
comment on view job_changes is 'One row each time that a newer form of a person named another job; what a form leaves out is no change.';
--> statement-breakpoint
comment on column job_changes.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column job_changes.full_name is 'Full name.';
--> statement-breakpoint
comment on column job_changes.from_title is 'Title before.';
--> statement-breakpoint
comment on column job_changes.from_company is 'Company before.';
--> statement-breakpoint
comment on column job_changes.to_title is 'Title after; null: not said.';
--> statement-breakpoint
comment on column job_changes.to_company is 'Company after; null: not said.';
--> statement-breakpoint
comment on column job_changes.noticed_at is 'When the form that says so was received.';
--> statement-breakpoint
comment on column job_changes.spec is 'Spec that noticed it.';
--> statement-breakpoint
comment on column job_changes.run_id is 'Run that noticed it.';
--> statement-breakpoint
comment on column job_changes.call_id is 'Call that noticed it.';
--> statement-breakpoint
comment on column job_changes.version_id is 'That form.';
--> statement-breakpoint
comment on view open_to_work_changes is 'One row each time that a newer form of a person said otherwise whether they are open to work.';
--> statement-breakpoint
comment on column open_to_work_changes.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column open_to_work_changes.full_name is 'Full name.';
--> statement-breakpoint
comment on column open_to_work_changes.open_to_work is 'What it says: true, newly open to work; false, not any more.';
--> statement-breakpoint
comment on column open_to_work_changes.current_title is 'Title of the job as it is stored now.';
--> statement-breakpoint
comment on column open_to_work_changes.current_company is 'Company of the job as it is stored now.';
--> statement-breakpoint
comment on column open_to_work_changes.noticed_at is 'When the form that says so was received.';
--> statement-breakpoint
comment on column open_to_work_changes.spec is 'Spec that noticed it.';
--> statement-breakpoint
comment on column open_to_work_changes.run_id is 'Run that noticed it.';
--> statement-breakpoint
comment on column open_to_work_changes.call_id is 'Call that noticed it.';
--> statement-breakpoint
comment on column open_to_work_changes.version_id is 'That form.';
--> statement-breakpoint
comment on view new_candidates is 'People with the spec, run, call and day that found them first.';
--> statement-breakpoint
comment on column new_candidates.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column new_candidates.full_name is 'Full name.';
--> statement-breakpoint
comment on column new_candidates.current_title is 'Title of the current job.';
--> statement-breakpoint
comment on column new_candidates.current_company is 'Company of the current job.';
--> statement-breakpoint
comment on column new_candidates.location is 'Location as written.';
--> statement-breakpoint
comment on column new_candidates.linkedin_url is 'LinkedIn address.';
--> statement-breakpoint
comment on column new_candidates.first_seen_at is 'When the person was first collected.';
--> statement-breakpoint
comment on column new_candidates.spec is 'Spec that found the person first.';
--> statement-breakpoint
comment on column new_candidates.run_id is 'Run that found the person first.';
--> statement-breakpoint
comment on column new_candidates.call_id is 'Call that found the person first.';
--> statement-breakpoint
comment on column new_candidates.day is 'Day of that call in the zone of the limits.';
--> statement-breakpoint
comment on view spend_by_spec is 'What each spec spent and whom it brought, by revision and month; sums over rows are right for everything but people. People who were erased count no more, what they cost does. Reads all sightings.';
--> statement-breakpoint
comment on column spend_by_spec.spec is 'The spec.';
--> statement-breakpoint
comment on column spend_by_spec.revision is 'Revision of the spec that was walked.';
--> statement-breakpoint
comment on column spend_by_spec.owner is 'Owner of the spec as it is now.';
--> statement-breakpoint
comment on column spend_by_spec.tags is 'Tags of the spec as it is now.';
--> statement-breakpoint
comment on column spend_by_spec.month is 'Month of the reservation in the zone of the limits, such as 2026-01.';
--> statement-breakpoint
comment on column spend_by_spec.credits is 'Credits settled; over all rows they are those of the ledger.';
--> statement-breakpoint
comment on column spend_by_spec.credits_in_suspense is 'Credits of which nobody knows whether they were charged.';
--> statement-breakpoint
comment on column spend_by_spec.people is 'Different people whom these calls showed.';
--> statement-breakpoint
comment on column spend_by_spec.new_to_store is 'Of them, people whom the store did not know before the run. Whom several specs found in the run that brought them is split equally between those specs, so that the shares of a run add up to its people new to the store.';
--> statement-breakpoint
comment on column spend_by_spec.new_to_spec is 'Of them, people whom the spec had never found before.';
--> statement-breakpoint
comment on column spend_by_spec.found_only_here is 'Of those new to the spec, people whom no other spec has found to this day.';
--> statement-breakpoint
comment on column spend_by_spec.new_with_contact is 'Of those new to the store, shares of people of whom an e-mail address or a phone number is known now.';
--> statement-breakpoint
comment on column spend_by_spec.credits_for_new is 'Of the credits, what was paid for people new to the store: a person''s share of a call is its price divided by the profiles in it. The rest went to people who were known already, were shown twice or could not be stored.';
--> statement-breakpoint
comment on column spend_by_spec.credits_per_new_person is 'All credits of the row divided by new_to_store; null: nobody was new.';
--> statement-breakpoint
comment on column spend_by_spec.money is 'The credits at the price told last (CREDIT_PRICE); null: no price was told.';
--> statement-breakpoint
comment on column spend_by_spec.money_per_new_person is 'That money divided by new_to_store.';
--> statement-breakpoint
comment on column spend_by_spec.currency is 'Currency of the price.';
--> statement-breakpoint
comment on view spend_by_day is 'Credits and what they brought, by day.';
--> statement-breakpoint
comment on column spend_by_day.day is 'Day of the reservation in the zone of the limits.';
--> statement-breakpoint
comment on column spend_by_day.runs is 'Runs that opened calls that day.';
--> statement-breakpoint
comment on column spend_by_day.specs is 'Specs that were walked.';
--> statement-breakpoint
comment on column spend_by_day.pages is 'Pages answered.';
--> statement-breakpoint
comment on column spend_by_day.profiles is 'Profiles on them.';
--> statement-breakpoint
comment on column spend_by_day.new_to_store is 'Of them, people whom the store did not know when they were stored.';
--> statement-breakpoint
comment on column spend_by_day.credits is 'Credits settled.';
--> statement-breakpoint
comment on column spend_by_day.credits_in_suspense is 'Credits of which nobody knows whether they were charged.';
--> statement-breakpoint
comment on column spend_by_day.credits_per_new_person is 'Credits divided by new_to_store; null: nobody was new.';
--> statement-breakpoint
comment on column spend_by_day.money is 'The credits at the price told last (CREDIT_PRICE); null: no price was told.';
--> statement-breakpoint
comment on column spend_by_day.currency is 'Currency of the price.';
--> statement-breakpoint
comment on view spec_overlap is 'Pairs of specs that found the same people, each pair once. Reads all sightings.';
--> statement-breakpoint
comment on column spec_overlap.spec is 'The one spec, first by name.';
--> statement-breakpoint
comment on column spec_overlap.other_spec is 'The other.';
--> statement-breakpoint
comment on column spec_overlap.shared_people is 'People whom both found.';
--> statement-breakpoint
comment on column spec_overlap.people is 'People whom the one found.';
--> statement-breakpoint
comment on column spec_overlap.other_people is 'People whom the other found.';
--> statement-breakpoint
comment on column spec_overlap.share is 'Part of the one''s people whom the other found too, from 0 to 1.';
--> statement-breakpoint
comment on column spec_overlap.other_share is 'Part of the other''s people whom the one found too.';
--> statement-breakpoint
comment on view possible_duplicates is 'Pairs of people with one LinkedIn name and two ids.';
--> statement-breakpoint
comment on column possible_duplicates.linkedin_slug is 'The name they share.';
--> statement-breakpoint
comment on column possible_duplicates.profile_id is 'The one person.';
--> statement-breakpoint
comment on column possible_duplicates.other_profile_id is 'The other.';
--> statement-breakpoint
comment on column possible_duplicates.full_name is 'Full name of the one.';
--> statement-breakpoint
comment on column possible_duplicates.other_full_name is 'Full name of the other.';
--> statement-breakpoint
comment on column possible_duplicates.first_seen_at is 'When the one was first collected.';
--> statement-breakpoint
comment on column possible_duplicates.other_first_seen_at is 'When the other was.';
--> statement-breakpoint
comment on view provenance is 'Where a person comes from: spec, run, page, call and credits, one row per sighting.';
--> statement-breakpoint
comment on column provenance.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column provenance.full_name is 'Full name.';
--> statement-breakpoint
comment on column provenance.spec is 'The spec.';
--> statement-breakpoint
comment on column provenance.run_id is 'The run that paid.';
--> statement-breakpoint
comment on column provenance.page is 'The page.';
--> statement-breakpoint
comment on column provenance.position is 'Place on the page, from 0.';
--> statement-breakpoint
comment on column provenance.call_id is 'The call.';
--> statement-breakpoint
comment on column provenance.call_credits is 'What the call cost.';
--> statement-breakpoint
comment on column provenance.call_profiles is 'Profiles that it returned.';
--> statement-breakpoint
comment on column provenance.credits_for_this_profile is 'An equal share of that.';
--> statement-breakpoint
comment on column provenance.version_id is 'The raw form in which the person was returned.';
--> statement-breakpoint
comment on column provenance.seen_at is 'When the call was answered.';
--> statement-breakpoint
comment on view contact_coverage is 'Of how many of a spec''s people an address or a number is known. Reads all sightings.';
--> statement-breakpoint
comment on column contact_coverage.spec is 'The spec.';
--> statement-breakpoint
comment on column contact_coverage.people is 'People whom it found.';
--> statement-breakpoint
comment on column contact_coverage.with_work_email is 'Of them, people with a work e-mail address.';
--> statement-breakpoint
comment on column contact_coverage.with_personal_email is 'People with a personal e-mail address.';
--> statement-breakpoint
comment on column contact_coverage.with_phone is 'People with a phone number.';
--> statement-breakpoint
comment on column contact_coverage.with_any is 'People with an address or a number of any kind.';
--> statement-breakpoint
comment on column contact_coverage.share_with_any is 'Part of the people with any, from 0 to 1.';
--> statement-breakpoint
comment on view retention_due is 'People who are stored longer than RETENTION_DAYS allows; nobody where it is not set. Seeing somebody again does not extend it.';
--> statement-breakpoint
comment on column retention_due.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column retention_due.full_name is 'Full name.';
--> statement-breakpoint
comment on column retention_due.first_seen_at is 'When the person was first collected.';
--> statement-breakpoint
comment on column retention_due.due_at is 'When they were to be deleted.';
