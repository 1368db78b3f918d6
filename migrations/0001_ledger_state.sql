-- The one row that every transaction which moves credits locks first.
insert into ledger_state (id) values (true);
--> statement-breakpoint
alter table ledger_state add constraint ledger_state_one_row check (id);
