comment on table search_specs is 'Searches that somebody wants, one row each: API parameters, budgets and limits.';
--> statement-breakpoint
comment on column search_specs.spec is 'The name of the spec, unique; what people type.';
--> statement-breakpoint
comment on column search_specs.revision is 'From 1; one more each time the search itself changes.';
--> statement-breakpoint
comment on column search_specs.fingerprint is 'SHA-256 of the canonical search parameters: the identity of what is bought.';
--> statement-breakpoint
comment on column search_specs.search is 'API body parameters in canonical form, without page.';
--> statement-breakpoint
comment on column search_specs.budget_credits is 'Most credits that one run may spend on this spec; null: no limit.';
--> statement-breakpoint
comment on column search_specs.lifetime_credits is 'Most credits that this spec may ever cost; null: no limit.';
--> statement-breakpoint
comment on column search_specs.max_pages is 'Most pages that one run may buy; null: no limit.';
--> statement-breakpoint
comment on column search_specs.refresh_days is 'Days for which a completed reading stays fresh.';
--> statement-breakpoint
comment on column search_specs.stop_after_known_pages is 'A refresh stops after so many pages in a row of known people; 0: never.';
--> statement-breakpoint
comment on column search_specs.nightly is 'Whether nightly runs take this spec.';
--> statement-breakpoint
comment on column search_specs.enabled is 'Whether any run may take this spec.';
--> statement-breakpoint
comment on column search_specs.priority is 'Higher goes first.';
--> statement-breakpoint
comment on column search_specs.tags is 'Words to choose specs by, in small letters.';
--> statement-breakpoint
comment on column search_specs.owner is 'Who wants these people.';
--> statement-breakpoint
comment on column search_specs.notes is 'Anything worth knowing.';
--> statement-breakpoint
comment on column search_specs.created_at is 'When the spec was first stored.';
--> statement-breakpoint
comment on column search_specs.updated_at is 'When it was last changed.';
--> statement-breakpoint
comment on table runs is 'Requests to work through specs, one row each.';
--> statement-breakpoint
comment on column runs.id is 'Number of the run, as people type it.';
--> statement-breakpoint
comment on column runs.status is 'planned, running, interrupted, done or cancelled.';
--> statement-breakpoint
comment on column runs.selection is 'Which specs the run takes.';
--> statement-breakpoint
comment on column runs.specs_csv is 'The CSV of specs that the run came with, as text; null for stored specs.';
--> statement-breakpoint
comment on column runs.budget_credits is 'Most credits of the run over all its resumes; null: no limit.';
--> statement-breakpoint
comment on column runs.max_pages is 'Most pages of each spec in this run; null: no limit.';
--> statement-breakpoint
comment on column runs.restart is 'Whether its walks buy from page 1 although earlier readings exist.';
--> statement-breakpoint
comment on column runs.go is 'How often a person has asked for the run: 1, and one more for each resume.';
--> statement-breakpoint
comment on column runs.asked_at is 'When a person or schedule asked last.';
--> statement-breakpoint
comment on column runs.lane_owner is 'The process that works on the run alone; null: the workers.';
--> statement-breakpoint
comment on column runs.lane_until is 'Until when that process counts as alive without a further sign.';
--> statement-breakpoint
comment on column runs.trigger_key is 'Schedule and planned minute that made the run; null: a person.';
--> statement-breakpoint
comment on column runs.cancelled is 'Whether a person has cancelled it.';
--> statement-breakpoint
comment on column runs.created_at is 'When it was booked.';
--> statement-breakpoint
comment on column runs.finished_at is 'When its last walk ended; null: not yet.';
--> statement-breakpoint
comment on table passes is 'One reading of a search from page 1 on, over as many walks as it takes.';
--> statement-breakpoint
comment on column passes.id is 'Number of the pass.';
--> statement-breakpoint
comment on column passes.spec is 'The spec whose search it reads.';
--> statement-breakpoint
comment on column passes.fingerprint is 'The search it reads.';
--> statement-breakpoint
comment on column passes.refresh is 'Whether an earlier reading of the same search was complete.';
--> statement-breakpoint
comment on column passes.status is 'open, complete or failed.';
--> statement-breakpoint
comment on column passes.next_page is 'First page not bought.';
--> statement-breakpoint
comment on column passes.end_reason is 'Why its pages ended it; null while they have not.';
--> statement-breakpoint
comment on column passes.pages_without_newcomers is 'Pages in a row that brought nobody new to this reading.';
--> statement-breakpoint
comment on column passes.pages_of_known_people is 'Pages in a row that brought nobody new to the store.';
--> statement-breakpoint
comment on column passes.last_bought_at is 'When its newest stored page arrived.';
--> statement-breakpoint
comment on column passes.created_at is 'When it began.';
--> statement-breakpoint
comment on column passes.ended_at is 'When it was complete or failed.';
--> statement-breakpoint
comment on table walks is 'One spec inside one run, walked page after page.';
--> statement-breakpoint
comment on column walks.id is 'Number of the walk.';
--> statement-breakpoint
comment on column walks.run_id is 'Its run.';
--> statement-breakpoint
comment on column walks.spec is 'Its spec.';
--> statement-breakpoint
comment on column walks.revision is 'The spec''s revision when the run was made.';
--> statement-breakpoint
comment on column walks.fingerprint is 'The search''s identity when the run was made.';
--> statement-breakpoint
comment on column walks.search is 'The search as it was when the run was made.';
--> statement-breakpoint
comment on column walks.budget_credits is 'Budget of the spec for one run then.';
--> statement-breakpoint
comment on column walks.lifetime_credits is 'Lifetime limit of the spec then.';
--> statement-breakpoint
comment on column walks.max_pages is 'Page limit of the spec then.';
--> statement-breakpoint
comment on column walks.refresh_days is 'Refresh days of the spec then.';
--> statement-breakpoint
comment on column walks.stop_after_known_pages is 'Known-page limit of the spec then.';
--> statement-breakpoint
comment on column walks.priority is 'Priority of the spec then.';
--> statement-breakpoint
comment on column walks.pass_id is 'The reading that it works on; null: it has bought nothing.';
--> statement-breakpoint
comment on column walks.status is 'waiting, walking, complete, stopped, failed or cancelled.';
--> statement-breakpoint
comment on column walks.stop_reason is 'Why it ended; null while it has not.';
--> statement-breakpoint
comment on column walks.note is 'Why, in words; null where the reason says it all.';
--> statement-breakpoint
comment on column walks.fresh is 'True where nothing was bought because the search was read to its end not long ago.';
--> statement-breakpoint
comment on column walks.joined is 'True where it waited for another run that walked the same search.';
--> statement-breakpoint
comment on column walks.restarted is 'True once it has begun again at page 1 because the run asked for it.';
--> statement-breakpoint
comment on column walks.pages is 'Pages stored.';
--> statement-breakpoint
comment on column walks.profiles_seen is 'Profiles on those pages.';
--> statement-breakpoint
comment on column walks.profiles_new is 'Of them, people that the store did not know.';
--> statement-breakpoint
comment on column walks.profiles_changed is 'Of them, people whose record changed.';
--> statement-breakpoint
comment on column walks.profiles_unchanged is 'Of them, people who were known and did not change.';
--> statement-breakpoint
comment on column walks.profiles_rejected is 'Of them, profiles that could not be stored.';
--> statement-breakpoint
comment on column walks.profiles_suppressed is 'Of them, people who asked to be forgotten.';
--> statement-breakpoint
comment on column walks.warnings is 'What was odd about its answers.';
--> statement-breakpoint
comment on column walks.lease_token is 'Grows each time somebody takes the walk; the fence against those who held it before.';
--> statement-breakpoint
comment on column walks.lease_owner is 'The process that holds the walk; null: nobody.';
--> statement-breakpoint
comment on column walks.lease_until is 'Until when it holds the walk.';
--> statement-breakpoint
comment on column walks.created_at is 'When the run made it.';
--> statement-breakpoint
comment on column walks.started_at is 'When it was first taken.';
--> statement-breakpoint
comment on column walks.finished_at is 'When it ended.';
--> statement-breakpoint
comment on table ledger_state is 'One row, locked first by every transaction that moves credits.';
--> statement-breakpoint
comment on column ledger_state.id is 'Always true.';
--> statement-breakpoint
comment on column ledger_state.held is 'Whether all spending is on hold.';
--> statement-breakpoint
comment on column ledger_state.moved_to is 'Where the store was moved; null: it was not.';
--> statement-breakpoint
comment on column ledger_state.pepper_check is 'Shows whether a process has the secret under which suppressions were written.';
--> statement-breakpoint
comment on table api_keys is 'What the answers to each API key have said; the key itself is not stored.';
--> statement-breakpoint
comment on column api_keys.id is 'First 16 hex digits of the key''s SHA-256.';
--> statement-breakpoint
comment on column api_keys.balance is 'Credits left by the newest answer.';
--> statement-breakpoint
comment on column api_keys.balance_at is 'When that answer came.';
--> statement-breakpoint
comment on column api_keys.balance_call_id is 'The call that it answered.';
--> statement-breakpoint
comment on column api_keys.rejected_at is 'When the key was refused (401, 403); null: it has worked since.';
--> statement-breakpoint
comment on column api_keys.empty_at is 'When the workspace was out of credits (402); null: it has paid since.';
--> statement-breakpoint
comment on table price_classes is 'The largest price of a page seen for each key and class of search.';
--> statement-breakpoint
comment on column price_classes.key_id is 'The API key.';
--> statement-breakpoint
comment on column price_classes.price_class is 'reveal_info and data_types of the search.';
--> statement-breakpoint
comment on column price_classes.dearest is 'Largest price that an answer has named, in credits.';
--> statement-breakpoint
comment on table budgets is 'Credits booked against everything that can have a limit; equal to the sums of credit_postings.';
--> statement-breakpoint
comment on column budgets.scope is 'walk (spec within one run), spec (lifetime), run, day or month.';
--> statement-breakpoint
comment on column budgets.key is 'Id of the walk or run, name of the spec, date or month.';
--> statement-breakpoint
comment on column budgets.reserved is 'Credits booked for calls under way.';
--> statement-breakpoint
comment on column budgets.spent is 'Credits settled.';
--> statement-breakpoint
comment on column budgets.suspense is 'Credits of which nobody knows whether they were charged.';
--> statement-breakpoint
comment on table calls is 'Paid requests, one row for each attempt at one page.';
--> statement-breakpoint
comment on column calls.id is 'Number of the call; calls are in the order in which they were opened.';
--> statement-breakpoint
comment on column calls.run_id is 'The run that pays for it.';
--> statement-breakpoint
comment on column calls.walk_id is 'The walk that opened it.';
--> statement-breakpoint
comment on column calls.pass_id is 'The reading that it belongs to.';
--> statement-breakpoint
comment on column calls.spec is 'Its spec.';
--> statement-breakpoint
comment on column calls.page is 'The page asked for.';
--> statement-breakpoint
comment on column calls.go is 'The run''s go in which it was opened.';
--> statement-breakpoint
comment on column calls.status is 'sent, suspense or settled.';
--> statement-breakpoint
comment on column calls.outcome is 'answered, refused (provably not charged) or unknown; null while under way.';
--> statement-breakpoint
comment on column calls.problem is 'What went wrong, in words without data; null: nothing.';
--> statement-breakpoint
comment on column calls.key_id is 'The API key that it was made with.';
--> statement-breakpoint
comment on column calls.price_class is 'reveal_info and data_types of the search.';
--> statement-breakpoint
comment on column calls.alone is 'Whether no other call of the key may be under way meanwhile.';
--> statement-breakpoint
comment on column calls.reserved_credits is 'Worst price, booked before it was sent.';
--> statement-breakpoint
comment on column calls.credits is 'True price; null while unknown.';
--> statement-breakpoint
comment on column calls.flag is 'Why the price deserves a look: no_price, dearer_than_reserved or unexpected_price; null: it does not.';
--> statement-breakpoint
comment on column calls.settled_by is 'answer or person; null while unsettled.';
--> statement-breakpoint
comment on column calls.day is 'Day of the reservation in the zone of the limits.';
--> statement-breakpoint
comment on column calls.month is 'Month of the reservation, as 2026-01.';
--> statement-breakpoint
comment on column calls.balance is 'Credits left by its answer.';
--> statement-breakpoint
comment on column calls.request_id is 'The API''s name for the call.';
--> statement-breakpoint
comment on column calls.total_count is 'People that the search has in all by its answer; advice only.';
--> statement-breakpoint
comment on column calls.has_more is 'Whether the answer says that there are more pages.';
--> statement-breakpoint
comment on column calls.filters_too_strict is 'Whether the answer calls the filters too strict.';
--> statement-breakpoint
comment on column calls.next_page is 'Page that the answer names as next.';
--> statement-breakpoint
comment on column calls.profiles is 'Profiles in the answer.';
--> statement-breakpoint
comment on column calls.profiles_new is 'Of them, people that the store did not know.';
--> statement-breakpoint
comment on column calls.profiles_changed is 'Of them, people whose record changed.';
--> statement-breakpoint
comment on column calls.profiles_unchanged is 'Of them, people who were known and did not change.';
--> statement-breakpoint
comment on column calls.profiles_rejected is 'Of them, profiles that could not be stored.';
--> statement-breakpoint
comment on column calls.profiles_suppressed is 'Of them, people who asked to be forgotten.';
--> statement-breakpoint
comment on column calls.warnings is 'What was odd about the answer.';
--> statement-breakpoint
comment on column calls.opened_at is 'When its reservation was made.';
--> statement-breakpoint
comment on column calls.answered_at is 'When its outcome was recorded.';
--> statement-breakpoint
comment on column calls.settled_at is 'When its price was settled.';
--> statement-breakpoint
comment on column calls.applied_at is 'When its people were stored; null: not yet, or none.';
--> statement-breakpoint
comment on table call_bodies is 'The bytes of answers as received, kept until retention; suppressed people are taken out.';
--> statement-breakpoint
comment on column call_bodies.call_id is 'The call.';
--> statement-breakpoint
comment on column call_bodies.body is 'The body after transport decoding.';
--> statement-breakpoint
comment on column call_bodies.received_at is 'When it was recorded.';
--> statement-breakpoint
comment on table credit_postings is 'Every movement of credits between accounts, never changed.';
--> statement-breakpoint
comment on column credit_postings.id is 'Number of the posting.';
--> statement-breakpoint
comment on column credit_postings.call_id is 'The call it is about.';
--> statement-breakpoint
comment on column credit_postings.from_account is 'available, reserved, spent or suspense.';
--> statement-breakpoint
comment on column credit_postings.to_account is 'available, reserved, spent or suspense.';
--> statement-breakpoint
comment on column credit_postings.credits is 'How many, more than 0.';
--> statement-breakpoint
comment on column credit_postings.posted_at is 'When.';
--> statement-breakpoint
comment on table profiles is 'People as known by now, one row each, merged from everything seen of them.';
--> statement-breakpoint
comment on column profiles.profile_id is 'The API''s id of the person.';
--> statement-breakpoint
comment on column profiles.first_name is 'First name.';
--> statement-breakpoint
comment on column profiles.last_name is 'Last name.';
--> statement-breakpoint
comment on column profiles.full_name is 'Full name as the API writes it, else first and last name.';
--> statement-breakpoint
comment on column profiles.headline is 'Headline.';
--> statement-breakpoint
comment on column profiles.location is 'Location as written.';
--> statement-breakpoint
comment on column profiles.linkedin_url is 'LinkedIn address as written.';
--> statement-breakpoint
comment on column profiles.linkedin_slug is 'Public name in that address, in small letters.';
--> statement-breakpoint
comment on column profiles.summary is 'Summary.';
--> statement-breakpoint
comment on column profiles.current_title is 'Title of the current job; null: none known.';
--> statement-breakpoint
comment on column profiles.current_company is 'Company of the current job; null: none known.';
--> statement-breakpoint
comment on column profiles.skills is 'Skills, each once.';
--> statement-breakpoint
comment on column profiles.experiences is 'List of jobs; see view candidate_experiences.';
--> statement-breakpoint
comment on column profiles.educations is 'List of educations; see view candidate_educations.';
--> statement-breakpoint
comment on column profiles.experiences_detailed is 'Whether the list of jobs came from a search with detailed_experience.';
--> statement-breakpoint
comment on column profiles.educations_detailed is 'Whether the list of educations came from a search with detailed_education.';
--> statement-breakpoint
comment on column profiles.open_to_work is 'Whether the person is open to work; null: unknown.';
--> statement-breakpoint
comment on column profiles.first_seen_at is 'When the person was first collected.';
--> statement-breakpoint
comment on column profiles.last_changed_at is 'When anything in this row last changed.';
--> statement-breakpoint
comment on table profile_versions is 'Distinct raw forms of people as received; a form equal to the person''s newest one makes no new version.';
--> statement-breakpoint
comment on column profile_versions.id is 'Number of the version.';
--> statement-breakpoint
comment on column profile_versions.profile_id is 'The person.';
--> statement-breakpoint
comment on column profile_versions.hash is 'SHA-256 of the raw form and its detail flags.';
--> statement-breakpoint
comment on column profile_versions.raw is 'The profile as JSON text, every key as it came; may hold the escape of U+0000, which jsonb refuses.';
--> statement-breakpoint
comment on column profile_versions.experiences_detailed is 'Whether the search asked for detailed_experience.';
--> statement-breakpoint
comment on column profile_versions.educations_detailed is 'Whether the search asked for detailed_education.';
--> statement-breakpoint
comment on column profile_versions.current_title is 'Title of the current job in this form; null: none said.';
--> statement-breakpoint
comment on column profile_versions.current_company is 'Company of the current job in this form; null: none said.';
--> statement-breakpoint
comment on column profile_versions.call_id is 'The call that brought it first.';
--> statement-breakpoint
comment on column profile_versions.received_at is 'When that call was answered.';
--> statement-breakpoint
comment on table contacts is 'Ways to reach people, accumulated over all versions.';
--> statement-breakpoint
comment on column contacts.profile_id is 'The person.';
--> statement-breakpoint
comment on column contacts.kind is 'email or phone.';
--> statement-breakpoint
comment on column contacts.value is 'Address in small letters, or number as written.';
--> statement-breakpoint
comment on column contacts.type is 'work or personal; null: not said.';
--> statement-breakpoint
comment on column contacts.status is 'The API''s word on it, such as verified; null: none.';
--> statement-breakpoint
comment on column contacts.first_seen_at is 'When it was first collected.';
--> statement-breakpoint
comment on table sightings is 'This call returned this person at this place; one row each time.';
--> statement-breakpoint
comment on column sightings.call_id is 'The call.';
--> statement-breakpoint
comment on column sightings.position is 'Place on the page, from 0.';
--> statement-breakpoint
comment on column sightings.profile_id is 'The person.';
--> statement-breakpoint
comment on column sightings.version_id is 'The raw form in which the person was returned.';
--> statement-breakpoint
comment on column sightings.seen_at is 'When the call was answered.';
--> statement-breakpoint
comment on table rejected_profiles is 'Profiles that were paid for and could not be stored, with the reason.';
--> statement-breakpoint
comment on column rejected_profiles.call_id is 'The call.';
--> statement-breakpoint
comment on column rejected_profiles.position is 'Place on the page, from 0.';
--> statement-breakpoint
comment on column rejected_profiles.path is 'The field at fault, or profile for the whole.';
--> statement-breakpoint
comment on column rejected_profiles.reason is 'What was wrong with it.';
--> statement-breakpoint
comment on column rejected_profiles.raw is 'The profile as JSON text.';
--> statement-breakpoint
comment on column rejected_profiles.rejected_at is 'When.';
--> statement-breakpoint
comment on table suppressions is 'People who asked to be forgotten, by keyed hashes, so that this list names nobody.';
--> statement-breakpoint
comment on column suppressions.kind is 'profile_id, linkedin_slug or email.';
--> statement-breakpoint
comment on column suppressions.digest is 'HMAC-SHA256 of the value under the pepper.';
--> statement-breakpoint
comment on column suppressions.reason is 'Why, without people''s data.';
--> statement-breakpoint
comment on column suppressions.suppressed_at is 'When.';
--> statement-breakpoint
comment on table schedules is 'Nightly and other regular runs.';
--> statement-breakpoint
comment on column schedules.name is 'Name of the schedule.';
--> statement-breakpoint
comment on column schedules.cron is 'When, as a cron line.';
--> statement-breakpoint
comment on column schedules.time_zone is 'Zone in which the cron line is read.';
--> statement-breakpoint
comment on column schedules.selection is 'Which specs its runs take.';
--> statement-breakpoint
comment on column schedules.budget_credits is 'Most credits of each run.';
--> statement-breakpoint
comment on column schedules.enabled is 'Whether it fires.';
--> statement-breakpoint
comment on column schedules.created_at is 'When it was set.';
--> statement-breakpoint
comment on table exports is 'Hand-overs of candidates to a destination.';
--> statement-breakpoint
comment on column exports.id is 'Number of the export.';
--> statement-breakpoint
comment on column exports.destination is 'Where the candidates went.';
--> statement-breakpoint
comment on column exports.format is 'csv or jsonl.';
--> statement-breakpoint
comment on column exports.people is 'How many.';
--> statement-breakpoint
comment on column exports.exported_at is 'When.';
--> statement-breakpoint
comment on column exports.undone_at is 'When the hand-over was taken back; null: it was not.';
--> statement-breakpoint
comment on table export_people is 'Who was in which export.';
--> statement-breakpoint
comment on column export_people.export_id is 'The export.';
--> statement-breakpoint
comment on column export_people.profile_id is 'The person.';
