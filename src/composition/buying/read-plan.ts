import { z } from "zod";
import { budgetReach } from "../../runs/plan/budget-reach.ts";
import type { SpecSelection } from "../../specs/spec-selection.ts";
import type { App } from "../open-app.ts";
import { chooseSpecs } from "./choose-specs.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";
import { hasStandingLimit } from "./run-limits.ts";

const forecast = z.object({ low: z.number(), likely: z.number(), high: z.number() });

export const planSchema = z.object({
  specs: z.array(
    z.object({
      spec: z.string(),
      revision: z.number(),
      action: z.string(),
      page: z.number().nullable(),
      forecast: forecast.nullable(),
      mostCredits: z.number().nullable(),
      warnings: z.array(z.string()),
      /** Credits that the budget leaves it, as far as costs are known; null: there is no budget. */
      reach: z.number().nullable(),
    }),
  ),
  forecast: forecast.nullable(),
  unknown: z.number(),
  mostCredits: z.number().nullable(),
  /** Null: not asked for. */
  overlaps: z
    .array(
      z.object({
        spec: z.string(),
        people: z.number(),
        shared: z.number(),
        closest: z.object({ spec: z.string(), shared: z.number() }).nullable(),
      }),
    )
    .nullable(),
  /** Whether a limit binds the run: its own, those of its specs, or one of the installation. */
  isLimited: z.boolean(),
});
export type PlanPage = z.infer<typeof planSchema>;

/** Says what a run of stored specs would buy and how far a budget reaches. Buys nothing. @throws UsageError as `chooseSpecs` */
export async function readPlan(
  app: App,
  selection: Exclude<SpecSelection, { kind: "csv" }>,
  { withOverlaps, ...options }: PlanOptions & { readonly withOverlaps?: boolean },
): Promise<PlanPage> {
  const chosen = await chooseSpecs(app.specs, selection, []);
  const plan = await makePlan(app, chosen, options);
  const overlaps = withOverlaps === true ? await app.specs.overlaps(chosen) : null;
  const likely = plan.specs.map(
    (spec) => spec.forecast?.likely ?? spec.mostCredits ?? app.config.pageCredits,
  );
  const reach = options.budget === undefined ? null : budgetReach(likely, options.budget);
  return {
    ...plan,
    specs: plan.specs.map((spec, index) => ({
      ...spec,
      warnings: [...spec.warnings],
      reach: reach?.[index] ?? null,
    })),
    overlaps,
    isLimited: plan.mostCredits !== null || hasStandingLimit(app.config),
  };
}
