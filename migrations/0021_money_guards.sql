ALTER TABLE "api_keys" ADD COLUMN "balance_missing_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "exclusive_walk_id" bigint;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "exclusive_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "settled_with_call_id" bigint;--> statement-breakpoint
ALTER TABLE "ledger_state" ADD COLUMN "bought_from" text;--> statement-breakpoint
ALTER TABLE "price_classes" ADD COLUMN "dearest_call_id" bigint;--> statement-breakpoint
ALTER TABLE "price_classes" ADD COLUMN "outlier" bigint;--> statement-breakpoint
ALTER TABLE "price_classes" ADD COLUMN "outlier_call_id" bigint;