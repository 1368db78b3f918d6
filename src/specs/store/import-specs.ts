import type { Database, Sql } from "../../database/database.ts";
import type { Spec } from "../spec.ts";
import { type ImportOptions, type ImportPlan, planImport } from "../spec-changes.ts";
import { lockSpecs, readStoredSpecs, writeSpecs } from "./stored-specs.ts";

/** Stores specs within a transaction; writes only those that differ. */
export async function importSpecsWithin(
  tx: Sql,
  specs: readonly Spec[],
  options: ImportOptions,
): Promise<ImportPlan> {
  await lockSpecs(tx);
  const plan = planImport(await readStoredSpecs(tx), specs, options);
  const touched = [...plan.changed, ...plan.revised].map((change) => change.after);
  await writeSpecs(tx, [...plan.added, ...touched, ...plan.reworded, ...plan.disabled]);
  return plan;
}

/** Stores all specs or none. Returns what changed. */
export async function importSpecs(
  db: Database,
  specs: readonly Spec[],
  options: ImportOptions,
): Promise<ImportPlan> {
  return db.transaction((tx) => importSpecsWithin(tx, specs, options));
}
