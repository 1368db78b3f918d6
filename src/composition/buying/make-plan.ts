import { NOTHING_BOUGHT, planRun, type RunPlan } from "../../runs/plan/run-plan.ts";
import type { StoredSpec } from "../../specs/spec-changes.ts";
import type { App } from "../open-app.ts";

export interface PlanOptions {
  readonly budget?: number;
  readonly maxPages?: number;
  readonly restart?: boolean;
}

/** Computes from the database alone what a run of these specs would buy. */
export async function makePlan(
  app: App,
  specs: readonly StoredSpec[],
  options: PlanOptions,
): Promise<RunPlan> {
  const histories = await app.specs.histories(specs);
  return planRun(
    specs.map((spec) => ({ spec, history: histories.get(spec.spec) ?? NOTHING_BOUGHT })),
    {
      restart: options.restart === true,
      runBudget: options.budget ?? null,
      maxPages: options.maxPages ?? null,
      pageCredits: app.config.pageCredits,
      now: new Date(),
    },
  );
}
