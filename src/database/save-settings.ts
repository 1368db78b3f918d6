import { sql } from "drizzle-orm";
import type { Sql } from "./database.ts";

/** The settings of a process that views need to compute money and days. */
export interface SavedSettings {
  readonly creditPrice: { readonly amount: number; readonly currency: string } | null;
  readonly retentionDays: number | null;
  readonly rawRetentionDays: number | null;
  readonly limitsTimeZone: string;
}

/** Saves the settings in the database, unless they are unchanged. @throws StoreUnavailable */
export async function saveSettings(db: Sql, settings: SavedSettings): Promise<void> {
  const { creditPrice, retentionDays, rawRetentionDays, limitsTimeZone } = settings;
  const values = sql`${creditPrice?.amount ?? null}::numeric, ${creditPrice?.currency ?? null}::text,
    ${retentionDays}::integer, ${rawRetentionDays}::integer, ${limitsTimeZone}::text`;
  await db.execute(sql`
    update settings set (credit_price, credit_currency, retention_days, raw_retention_days, limits_time_zone, changed_at)
      = row(${values}, now())
    where (credit_price, credit_currency, retention_days, raw_retention_days, limits_time_zone) is distinct from (${values})`);
}
