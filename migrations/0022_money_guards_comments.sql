comment on column api_keys.balance_missing_at is 'When the newest answer named no balance that can be read; null where it named one.';
--> statement-breakpoint
comment on column api_keys.exclusive_walk_id is 'The walk whose call goes next, because no other call of the key may be in flight beside it.';
--> statement-breakpoint
comment on column api_keys.exclusive_until is 'Until when the other walks of the key wait for that call.';
--> statement-breakpoint
comment on column calls.settled_with_call_id is 'The first of the calls that were settled together because only the sum of their charges is known. Null where a call was settled by itself.';
--> statement-breakpoint
comment on column ledger_state.bought_from is 'Address of the API from which this store buys.';
--> statement-breakpoint
comment on column price_classes.dearest_call_id is 'The call whose answer named the largest price; null where it is not known.';
--> statement-breakpoint
comment on column price_classes.outlier is 'A price out of all proportion, in credits, which counts only once a second call, alone, has confirmed it. Null: there is none.';
--> statement-breakpoint
comment on column price_classes.outlier_call_id is 'The call whose answer named the outlier.';
