import { NOTHING_BOUGHT, planRun, type RunPlan } from "../../runs/plan/run-plan.ts";
import type { StoredSpec } from "../../specs/spec-changes.ts";
import type { App } from "../open-app.ts";

export interface PlanOptions {
  readonly budget?: number;
  readonly maxPages?: number;
  readonly restart?: boolean;
  /** Buy again only the pages that can hold people whom complete walks have missed. */
  readonly fillGaps?: boolean;
}

/** Computes from the database alone what a run of these specs would buy. */
export async function makePlan(
  app: App,
  specs: readonly StoredSpec[],
  options: PlanOptions,
): Promise<RunPlan> {
  const fillGaps = options.fillGaps === true;
  const histories = await app.specs.histories(specs);
  const gaps = fillGaps ? await app.specs.gaps(specs) : null;
  return planRun(
    specs.map((spec) => ({
      spec,
      history: histories.get(spec.spec) ?? NOTHING_BOUGHT,
      gaps: gaps?.get(spec.spec),
    })),
    {
      restart: options.restart === true,
      fillGaps,
      runBudget: options.budget ?? null,
      maxPages: options.maxPages ?? null,
      pageCredits: app.config.pageCredits,
      now: new Date(),
    },
  );
}
