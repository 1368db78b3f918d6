import { toSpecsCsv } from "../../specs/sheets/write-specs.ts";
import type { Spec } from "../../specs/spec.ts";
import type { SpecSelection } from "../../specs/spec-selection.ts";
import type { App } from "../open-app.ts";

/** What is to be bought, and within what budget of credits. */
export interface Wanted {
  readonly selection: SpecSelection;
  /** The specs of its CSV, where that is the selection. */
  readonly specs: readonly Spec[];
  readonly budget: number | null;
  /** The schedule that it belongs to; null: none. */
  readonly schedule: string | null;
}

export interface BookingOptions {
  /** Most pages of each spec. */
  readonly maxPages?: number;
  /** Buy from page 1 again. */
  readonly restart?: boolean;
  /** Buy again only the pages that can hold people whom complete walks have missed. */
  readonly fillGaps?: boolean;
  /** The process that works on the run alone; null: the workers. */
  readonly owner: string | null;
}

/** Inserts a run that a person asked for, and returns its number. Nothing is bought yet. */
export async function bookRun(
  { runs }: Pick<App, "runs">,
  { selection, specs, budget, schedule }: Wanted,
  { maxPages, restart, fillGaps, owner }: BookingOptions,
): Promise<number> {
  const runId = await runs.createRun({
    selection,
    specsCsv: selection.kind === "csv" ? toSpecsCsv(specs) : null,
    budgetCredits: budget,
    maxPages: maxPages ?? null,
    restart: restart === true,
    fillGaps: fillGaps === true,
    owner,
    triggerKey: null,
    schedule,
  });
  if (runId === null) throw new TypeError("a run without a trigger was refused");
  return runId;
}
