import { quoteValue } from "../values/text.ts";
import type { StoredSpec } from "./spec-changes.ts";

const MOST_NAMES = 5;

/**
 * Adds to each of these specs a warning of the enabled specs that search for the same people, whichever file each came from.
 * That warning is not stored, because a change of another spec ends it.
 */
export function withSameSearches(specs: readonly StoredSpec[], all: readonly StoredSpec[]): StoredSpec[] {
  const slugsOf = new Map<string, string[]>();
  for (const { spec, fingerprint, enabled } of all) {
    if (enabled) slugsOf.set(fingerprint, [...(slugsOf.get(fingerprint) ?? []), spec]);
  }
  return specs.map((spec) => {
    const others = (slugsOf.get(spec.fingerprint) ?? []).filter((slug) => slug !== spec.spec);
    if (!spec.enabled || others.length === 0) return spec;
    const message = `spec: it searches for the same people as ${namesOf(others)}, so each of them would be bought; disable all but one`;
    return { ...spec, warnings: [...spec.warnings, message] };
  });
}

function namesOf(slugs: readonly string[]): string {
  const names = slugs.slice(0, MOST_NAMES).map(quoteValue).join(", ");
  return slugs.length > MOST_NAMES ? `${names} and ${slugs.length - MOST_NAMES} more` : names;
}
