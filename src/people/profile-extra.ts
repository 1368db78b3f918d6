import type { JsonObject, JsonValue, PlainObject } from "../values/json.ts";
import { sanitizeText } from "../values/text.ts";
import { decodeEntities } from "./decode-entities.ts";
import type { FieldPlace } from "./profile-fields.ts";

/** Deeper than any plausible answer, shallow enough for every reader of the column. */
const DEEPEST = 8;

/** A value of which null, blank text and everything without content is left out; undefined where nothing is left. */
function toExtraValue(value: unknown, depth: number): JsonValue | undefined {
  if (typeof value === "string") return sanitizeText(decodeEntities(value)) || undefined;
  if (typeof value === "boolean") return value;
  // A number too large for JSON.parse reads as Infinity, which JSON cannot say; JSON writes -0 as 0.
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

function toFields(entries: readonly (readonly [string, unknown])[], depth: number): JsonObject {
  const fields = new Map<string, JsonValue>();
  for (const [name, value] of entries) {
    const key = sanitizeText(name);
    const kept = key === "" || key === "__proto__" ? undefined : toExtraValue(value, depth + 1);
    if (kept !== undefined) fields.set(key, kept);
  }
  return Object.fromEntries(fields);
}

/** The fields of an entry that are not in `known`, clean, at most eight levels deep, without nulls and blanks. */
export function toExtraFields(
  source: PlainObject,
  known: ReadonlySet<string>,
  place: FieldPlace,
): JsonObject {
  const entries = Object.entries(source).filter(([name]) => !known.has(name));
  if (entries.some(([name]) => name === "__proto__"))
    place.notes.add(place.path, "a key named __proto__ left out");
  return toFields(entries, 0);
}
