import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { NewRun } from "../ports.ts";

const idRow = z.object({ id: z.number() });

/** A foreground command that shows no life for so long has ended. */
export const RUN_LEASE_SECONDS = 30;

/**
 * Books a run; its walks are made by `startRun`. A run with an owner has a queue of its own, worked on by nobody else.
 * Gives its number, or null where the trigger has made one already.
 */
export async function createRun(db: Sql, run: NewRun): Promise<number | null> {
  const [row] = await db.rows(
    idRow,
    sql`insert into runs (selection, specs_csv, budget_credits, max_pages, restart, lane_owner, lane_until,
          trigger_key, schedule)
        values (${JSON.stringify(run.selection)}::jsonb, ${run.specsCsv}, ${run.budgetCredits}, ${run.maxPages},
          ${run.restart}, ${run.owner},
          ${run.owner === null ? sql`null` : sql`now() + make_interval(secs => ${RUN_LEASE_SECONDS})`}, ${run.triggerKey},
          ${run.schedule})
        on conflict (trigger_key) do nothing returning id`,
  );
  return row?.id ?? null;
}
