import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ring } from "../../app/ports.ts";
import { isSelected, selectionSchema } from "../../domain/selection.ts";
import type { Spec } from "../../domain/spec.ts";
import type { Database, Sql } from "../database.ts";
import { importSpecsWithin } from "../specs/import-specs.ts";
import { readStoredSpecs } from "../specs/stored-specs.ts";
import { finishRun } from "../walks/finish-walk.ts";
import { readRings } from "./read-rings.ts";

const runRow = z.object({
  status: z.string(),
  selection: selectionSchema,
  specsCsv: z.string().nullable(),
  isNightly: z.boolean(),
});

/**
 * Makes the walks of a planned run, one per spec, and gives them in the order in which they should start. A run that
 * was started before is left alone; its unfinished walks are given.
 * @param readSpecs reads the specs of a CSV that was checked when the run was made
 */
export async function startRun(
  db: Database,
  runId: number,
  readSpecs: (csv: string) => readonly Spec[],
  isGone: (owner: string) => boolean,
): Promise<Ring[]> {
  await db.transaction(async (tx) => {
    const [run] = await tx.rows(
      runRow,
      sql`select status, selection, specs_csv as "specsCsv", schedule is not null as "isNightly"
          from runs where id = ${runId} for update`,
    );
    if (run?.status !== "planned") return;
    await insertWalks(tx, runId, await chooseSpecs(tx, run, readSpecs));
    await tx.execute(sql`update runs set status = 'running' where id = ${runId}`);
    await finishRun(tx, sql`${runId}`);
  });
  return readRings(db, runId, isGone);
}

async function chooseSpecs(
  tx: Sql,
  { selection, specsCsv, isNightly }: z.infer<typeof runRow>,
  readSpecs: (csv: string) => readonly Spec[],
): Promise<string[]> {
  if (selection.kind === "csv") {
    const specs = readSpecs(specsCsv ?? "");
    await importSpecsWithin(tx, specs, { prune: false });
    return specs.filter((spec) => spec.enabled).map((spec) => spec.spec);
  }
  const stored = await readStoredSpecs(tx);
  return stored
    .filter((spec) => isSelected(spec, selection) && (spec.nightly || !isNightly))
    .map((spec) => spec.spec);
}

/** A walk keeps its spec as it was, so that a change meanwhile is the next run's. */
async function insertWalks(tx: Sql, runId: number, specs: readonly string[]): Promise<void> {
  await tx.execute(sql`
    insert into walks (run_id, spec, revision, fingerprint, search, budget_credits, lifetime_credits, max_pages,
      refresh_days, stop_after_known_pages, priority)
    select ${runId}, s.spec, revision, fingerprint, search, budget_credits, lifetime_credits, max_pages,
      refresh_days, stop_after_known_pages, priority
    from jsonb_array_elements_text(${JSON.stringify(specs)}::jsonb) with ordinality as chosen(spec, place)
    join search_specs s on s.spec = chosen.spec order by priority desc, place`);
}
