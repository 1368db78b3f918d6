import type { PlannedSpec } from "../../runs/plan/run-plan.ts";
import type { SpecSheet } from "../../specs/sheets/read-specs.ts";
import { describeChange, describeRevision, type ImportPlan, planImport } from "../../specs/spec-changes.ts";
import { makePlan } from "../buying/make-plan.ts";
import type { App } from "../open-app.ts";

/** A good row of a sheet: how it differs from what is stored, and what a run would buy of it. */
export interface CheckedRow {
  readonly line: number;
  readonly spec: string;
  readonly change: "added" | "revised" | "changed" | "unchanged";
  /** A sentence, such as `paris-vp r1 -> r2: location Paris -> Lyon; starts at page 1`. */
  readonly difference: string;
  /** Null: it is disabled. */
  readonly planned: PlannedSpec | null;
}

export interface CheckedSheet {
  readonly rows: readonly CheckedRow[];
  /** Likely credits of all rows that a run would take, as far as they are known; null: nothing is known. */
  readonly likely: number | null;
  /** Null: nothing limits them. */
  readonly mostCredits: number | null;
}

/** Compares the good rows of a sheet with what is stored, and plans them. Stores and buys nothing. */
export async function checkSheet(app: App, sheet: SpecSheet): Promise<CheckedSheet> {
  const incoming = sheet.specs.map(({ spec }) => spec);
  const changes = planImport(await app.specs.stored(), incoming, { prune: false });
  const after = [
    ...changes.added,
    ...[...changes.changed, ...changes.revised].map((change) => change.after),
    ...changes.unchanged,
  ];
  const plan = await makePlan(
    app,
    after.filter(({ enabled }) => enabled),
    {},
  );
  const planned = new Map(plan.specs.map((spec) => [spec.spec, spec]));
  const differences = describeDifferences(changes);
  return {
    rows: sheet.specs.map(({ line, spec: { spec } }) => ({
      line,
      spec,
      ...(differences.get(spec) ?? { change: "unchanged" as const, difference: "unchanged" }),
      planned: planned.get(spec) ?? null,
    })),
    likely: plan.forecast?.likely ?? null,
    mostCredits: plan.mostCredits,
  };
}

type Difference = Pick<CheckedRow, "change" | "difference">;

/** What an import changes, by spec; those that stay as they are are not among them. */
function describeDifferences({ added, revised, changed }: ImportPlan): Map<string, Difference> {
  return new Map<string, Difference>([
    ...added.map(({ spec }) => [spec, { change: "added", difference: "added" }] as const),
    ...revised.map(
      (change) => [change.after.spec, { change: "revised", difference: describeRevision(change) }] as const,
    ),
    ...changed.map(
      (change) => [change.after.spec, { change: "changed", difference: describeChange(change) }] as const,
    ),
  ]);
}
