import { cleanText } from "../values/clean-text.ts";
import type { FieldPlace, RawObject } from "./profile-fields.ts";

/** Anything that JSON can say. */
export type ExtraValue = string | number | boolean | null | readonly ExtraValue[] | ExtraFields;
/** What an entry holds beyond the fields that the reference page names, by the API's own names. */
export interface ExtraFields {
  readonly [name: string]: ExtraValue;
}

/** The limit is deeper than any plausible answer and shallow enough for every reader of the column. */
const DEEPEST = 8;

/** Returns the value without nulls, blank texts and empty containers, or undefined if nothing is left. */
function toExtraValue(value: unknown, depth: number): ExtraValue | undefined {
  if (typeof value === "string") return cleanText(value) || undefined;
  if (typeof value === "boolean") return value;
  // JSON.parse reads a number that is too large as Infinity, which JSON cannot express. JSON writes -0 as 0.
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value !== "object" || value === null || depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const entries = value
      .map((entry) => toExtraValue(entry, depth + 1))
      .filter((entry) => entry !== undefined);
    return entries.length === 0 ? undefined : entries;
  }
  const fields = toFields(Object.entries(value), depth);
  return Object.keys(fields).length === 0 ? undefined : fields;
}

function toFields(entries: readonly (readonly [string, unknown])[], depth: number): ExtraFields {
  const fields = new Map<string, ExtraValue>();
  for (const [name, value] of entries) {
    const key = cleanText(name);
    const kept = key === "" || key === "__proto__" ? undefined : toExtraValue(value, depth + 1);
    if (kept !== undefined) fields.set(key, kept);
  }
  return Object.fromEntries(fields);
}

/** Returns the fields of an entry that are not in `known`: clean, at most eight levels deep, without nulls and blanks. */
export function toExtraFields(source: RawObject, known: ReadonlySet<string>, place: FieldPlace): ExtraFields {
  const entries = Object.entries(source).filter(([name]) => !known.has(name));
  if (entries.some(([name]) => name === "__proto__"))
    place.notes.add(place.path, "a key named __proto__ left out");
  return toFields(entries, 0);
}
