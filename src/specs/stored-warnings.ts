import { specWarnings } from "./sheets/spec-warnings.ts";
import type { Spec } from "./spec.ts";

/** The warnings that are stored with a spec: `budget_credits: 10 credits are less than …`. */
export function warningTexts(spec: Spec): string[] {
  return specWarnings(spec).map(({ column, message }) => `${column}: ${message}`);
}
