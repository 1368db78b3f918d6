import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { SpecSelection } from "../../specs/spec-selection.ts";

export interface NewRun {
  readonly selection: SpecSelection;
  /** The text of the CSV that `selection` names. It is stored with the run, so any process can start it. */
  readonly specsCsv: string | null;
  /** Most credits of the run over all its resumes; null: the run has no limit of its own. */
  readonly budgetCredits: number | null;
  /** Most pages of each spec in this run. */
  readonly maxPages: number | null;
  /** Buy from page 1 again. */
  readonly restart: boolean;
  /** Buy again only the pages that can hold people whom complete passes have missed. */
  readonly fillGaps: boolean;
  /** The process that works on the run alone; null: the workers. */
  readonly owner: string | null;
  /** At most one run has this key; null: a user started the run. */
  readonly triggerKey: string | null;
  /** Name of the schedule that the run belongs to. It takes only specs marked `nightly`; null: none. */
  readonly schedule: string | null;
}

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
    sql`insert into runs (selection, specs_csv, budget_credits, max_pages, restart, fill_gaps, lane_owner, lane_until,
          trigger_key, schedule)
        values (${JSON.stringify(run.selection)}::jsonb, ${run.specsCsv}, ${run.budgetCredits}, ${run.maxPages},
          ${run.restart}, ${run.fillGaps}, ${run.owner},
          ${run.owner === null ? sql`null` : sql`now() + make_interval(secs => ${RUN_LEASE_SECONDS})`}, ${run.triggerKey},
          ${run.schedule})
        on conflict (trigger_key) do nothing returning id`,
  );
  return row?.id ?? null;
}
