import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { selectionSchema } from "../../../specs/spec-selection.ts";

export const runSettingsSchema = z.object({
  selection: selectionSchema,
  budgetCredits: z.number().nullable(),
  maxPages: z.number().nullable(),
  restart: z.boolean(),
  schedule: z.string().nullable(),
  /** The firing that made it; null: a user did. */
  triggerKey: z.string().nullable(),
  /** How often it was resumed. */
  resumes: z.number(),
  createdAt: z.coerce.date(),
  startedAt: z.coerce.date(),
  /** Whether a command works on it alone. */
  isForeground: z.boolean(),
});
export type RunSettings = z.infer<typeof runSettingsSchema>;

/** With what a run was booked; null: there is no such run. */
export async function readRunSettings(db: Sql, runId: number): Promise<RunSettings | null> {
  const [settings] = await db.rows(
    runSettingsSchema,
    sql`select selection, budget_credits as "budgetCredits", max_pages as "maxPages", restart, schedule,
          trigger_key as "triggerKey", go - 1 as resumes, created_at as "createdAt", asked_at as "startedAt",
          lane_owner is not null as "isForeground" from runs where id = ${runId}`,
  );
  return settings ?? null;
}
