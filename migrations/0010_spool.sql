ALTER TABLE "calls" ADD COLUMN "attempt" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_state" ADD COLUMN "store_id" uuid DEFAULT gen_random_uuid() NOT NULL;