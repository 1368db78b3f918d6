import { z } from "zod";
import { SpecInvalid } from "../values/errors.ts";
import { deepFreeze } from "../values/json.ts";
import type { SearchParameters } from "./search-parameters.ts";
import { searchSchema } from "./search-schema.ts";
import { toSpecProblems } from "./spec-problems.ts";
import { settingShape } from "./spec-settings.ts";

export type { SearchParameters } from "./search-parameters.ts";

/** A saved search with its limits, in canonical form and deeply frozen. Only `parseSpec` makes one. */
export interface Spec {
  /** Unique name: small letters, digits, dashes and underscores. */
  readonly spec: string;
  readonly search: SearchParameters;
  /** Most credits in one run; null: no limit of its own. */
  readonly budgetCredits: number | null;
  /** Most credits ever; null: no limit of its own. */
  readonly lifetimeCredits: number | null;
  /** Most pages in one run; null: no limit of its own. */
  readonly maxPages: number | null;
  /** Days before a finished search is bought again. */
  readonly refreshDays: number;
  /** Pages in a row without a new person that end a refresh; 0 switches this off. */
  readonly stopAfterKnownPages: number;
  readonly nightly: boolean;
  readonly enabled: boolean;
  /** Higher goes first. */
  readonly priority: number;
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly notes: string | null;
}

const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().default(null);

const specSchema = z.strictObject({
  spec: settingShape.spec,
  search: searchSchema,
  budgetCredits: orNull(settingShape.budget_credits),
  lifetimeCredits: orNull(settingShape.lifetime_credits),
  maxPages: orNull(settingShape.max_pages),
  refreshDays: settingShape.refresh_days.default(30),
  stopAfterKnownPages: settingShape.stop_after_known_pages.default(2),
  nightly: settingShape.nightly.default(false),
  enabled: settingShape.enabled.default(true),
  priority: settingShape.priority.default(0),
  tags: settingShape.tags.default([]),
  owner: orNull(settingShape.owner),
  notes: orNull(settingShape.notes),
});

/**
 * Makes a spec of `{spec, search, …}`, the shape of `Spec` itself with everything but `spec` and `search` optional.
 * A spec already parsed comes out equal.
 * @throws SpecInvalid with every problem found, each naming the column as a CSV writes it.
 */
export function parseSpec(input: unknown): Spec {
  const parsed = specSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) throw new SpecInvalid(toSpecProblems(parsed.error.issues));
  return deepFreeze(parsed.data);
}
