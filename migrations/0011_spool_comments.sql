comment on column ledger_state.store_id is 'Names this store wherever it is moved.';
--> statement-breakpoint
comment on column calls.attempt is 'Names the call before it has a number.';
--> statement-breakpoint
comment on column calls.settled_by is 'answer, person, or never_sent where its opening was not confirmed; null while unsettled.';
