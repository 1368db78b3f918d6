comment on column ledger_state.store_id is 'Names this store wherever it is moved.';
--> statement-breakpoint
comment on column calls.attempt is 'Names the call before it has a number.';
--> statement-breakpoint
comment on column calls.settled_by is 'answer, person, balance (told by the balances before and after it) or never_sent (its opening was not confirmed); null while unsettled.';
