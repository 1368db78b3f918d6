import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import { withSameSearches } from "../../specs/same-searches.ts";
import type { Spec } from "../../specs/spec.ts";
import type { StoredSpec } from "../../specs/spec-changes.ts";
import { isSelected, selectionSchema } from "../../specs/spec-selection.ts";
import { importSpecsWithin } from "../../specs/store/import-specs.ts";
import { readStoredSpecs } from "../../specs/store/stored-specs.ts";
import type { Forecast } from "../plan/forecast.ts";
import { NOTHING_BOUGHT, type PlanRules, planRun } from "../plan/run-plan.ts";
import { readGaps } from "../plan/store/read-gaps.ts";
import { finishRun } from "../walk/store/finish-walk.ts";
import type { WalkJob } from "../walk/walk-queue.ts";
import { readUnleasedWalks } from "./read-free-walks.ts";
import { readHistories } from "./read-purchases.ts";

const runRow = z.object({
  status: z.string(),
  selection: selectionSchema,
  specsCsv: z.string().nullable(),
  isNightly: z.boolean(),
  restart: z.boolean(),
  fillGaps: z.boolean(),
  budgetCredits: z.number().nullable(),
  maxPages: z.number().nullable(),
  now: z.coerce.date(),
});

export interface StartRules {
  /** Whether the process of that name has provably ended. */
  isProcessDead(owner: string): boolean;
  /** Least worst price of a page, in credits. */
  readonly pageCredits: number;
}

/**
 * Makes the walks of a planned run, one per spec, and gives them in the order in which they should start. A run that
 * was started before is left alone; its unfinished walks are given.
 * @param readSpecs reads the specs of a CSV that was checked when the run was made
 */
export async function startRun(
  db: Database,
  runId: number,
  readSpecs: (csv: string) => readonly Spec[],
  { isProcessDead, pageCredits }: StartRules,
): Promise<WalkJob[]> {
  await db.transaction(async (tx) => {
    const [run] = await tx.rows(
      runRow,
      sql`select status, selection, specs_csv as "specsCsv", schedule is not null as "isNightly", restart, fill_gaps as "fillGaps",
            budget_credits as "budgetCredits", max_pages as "maxPages", now() as now
          from runs where id = ${runId} for no key update`,
    );
    if (run?.status !== "planned") return;
    const chosen = await chooseSpecs(tx, run, readSpecs);
    const rules = { ...run, runBudget: run.budgetCredits, pageCredits };
    await insertWalks(tx, runId, await forecastSpecs(tx, chosen, rules));
    await tx.execute(sql`update runs set status = 'running' where id = ${runId}`);
    await finishRun(tx, sql`${runId}`);
  });
  return readUnleasedWalks(db, runId, isProcessDead);
}

async function chooseSpecs(
  tx: Sql,
  { selection, specsCsv, isNightly }: z.infer<typeof runRow>,
  readSpecs: (csv: string) => readonly Spec[],
): Promise<StoredSpec[]> {
  if (selection.kind === "csv") {
    const specs = readSpecs(specsCsv ?? "");
    await importSpecsWithin(tx, specs, { prune: false });
    const stored = await readStoredSpecs(tx);
    const bySlug = new Map(withSameSearches(stored, stored).map((spec) => [spec.spec, spec]));
    return specs.flatMap(({ spec }) => bySlug.get(spec) ?? []).filter(({ enabled }) => enabled);
  }
  const stored = await readStoredSpecs(tx);
  const selected = stored.filter((spec) => isSelected(spec, selection, isNightly));
  return withSameSearches(selected, stored);
}

interface Forecasted {
  readonly spec: string;
  readonly forecast: Forecast | null;
  readonly warnings: readonly string[];
  /** How many pages it buys at most, where it fills gaps; null: not known. */
  readonly pages: number | null;
}

/** The specs that become walks, and what each is expected to cost, so that the report can set it beside what it did, and what is odd about it. */
async function forecastSpecs(tx: Sql, specs: readonly StoredSpec[], rules: PlanRules): Promise<Forecasted[]> {
  const histories = await readHistories(tx, specs);
  const gaps = rules.fillGaps ? await readGaps(tx, specs) : null;
  const known = specs.map((spec) => ({
    spec,
    history: histories.get(spec.spec) ?? NOTHING_BOUGHT,
    gaps: gaps?.get(spec.spec),
  }));
  return planRun(known, rules)
    .specs.filter(({ action }) => action !== "incomplete")
    .map(({ spec, forecast, warnings, pages }) => ({
      spec,
      forecast,
      warnings,
      pages: pages?.length ?? null,
    }));
}

/**
 * A walk keeps its spec as it was, so that a change meanwhile is the next run's. Walks are numbered in the order in which they
 * go, also where a budget is short: unfinished specs before refreshes, then by priority, then as in the file.
 */
async function insertWalks(tx: Sql, runId: number, specs: readonly Forecasted[]): Promise<void> {
  await tx.execute(sql`
    insert into walks (run_id, spec, revision, fingerprint, search, budget_credits, lifetime_credits, max_pages,
      refresh_days, stop_after_known_pages, priority, forecast_low, forecast_credits, forecast_high, warnings)
    select ${runId}, s.spec, revision, fingerprint, search, budget_credits, lifetime_credits,
      least(max_pages, (chosen.entry->>'pages')::integer),
      refresh_days, stop_after_known_pages, priority, (chosen.entry->'forecast'->>'low')::integer,
      (chosen.entry->'forecast'->>'likely')::integer, (chosen.entry->'forecast'->>'high')::integer,
      array(select jsonb_array_elements_text(chosen.entry->'warnings'))
    from jsonb_array_elements(${JSON.stringify(specs)}::jsonb) with ordinality as chosen(entry, place)
    join search_specs s on s.spec = chosen.entry->>'spec'
    order by exists (select from passes where passes.spec = s.spec and passes.fingerprint = s.fingerprint
      and passes.status = 'complete'), priority desc, place`);
}
