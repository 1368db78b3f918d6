comment on column ledger_state.swept_at is 'When a worker last looked for what was lost; null: never.';
