import type { JsonObject, JsonValue, PlainObject } from "../values/json.ts";
import { sanitizeText } from "../values/text.ts";
import { isContactName, isContactValue } from "./contact-like.ts";
import { decodeEntities } from "./decode-entities.ts";
import { type FieldPlace, MAX_TEXT_LENGTH } from "./profile-fields.ts";

/** Deeper than any plausible answer, shallow enough for every reader of the column. */
const DEEPEST = 8;

/** Fields of an object that say what the others are, as in `{"type": "mobile", "number": "…"}`. */
const KIND_NAMES: ReadonlySet<string> = new Set([
  "type",
  "kind",
  "label",
  "channel",
  "medium",
  "name",
  "key",
  "field",
]);

/** A value as it came, and what decides about it. */
interface ExtraValue {
  readonly value: unknown;
  /** The field that holds the value, or the list that holds it. */
  readonly name: string;
  readonly depth: number;
}

/** A value of which null, blank text, contacts and everything without content is left out; undefined where nothing is left. */
function toExtraValue({ value, name, depth }: ExtraValue): JsonValue | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return toExtraText(value, name);
  // A number too large for JSON.parse reads as Infinity, which JSON cannot say; JSON writes -0 as 0.
  if (typeof value === "number")
    return Number.isFinite(value) && !isContactValue(value, name) ? value + 0 : undefined;
  if (typeof value !== "object" || value === null || depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const entries = value
      .map((entry) => toExtraValue({ value: entry, name, depth: depth + 1 }))
      .filter((entry) => entry !== undefined);
    return entries.length === 0 ? undefined : entries;
  }
  const fields = toFields(Object.entries(value), depth);
  return Object.keys(fields).length === 0 ? undefined : fields;
}

function toExtraText(value: string, name: string): string | undefined {
  if (value.length > MAX_TEXT_LENGTH) return undefined;
  const text = sanitizeText(decodeEntities(value));
  return isContactValue(text, name) ? undefined : text || undefined;
}

function toFields(entries: readonly (readonly [string, unknown])[], depth: number): JsonObject {
  const fields = new Map<string, JsonValue>();
  if (entries.some(isContactKind)) return {};
  for (const [name, value] of entries) {
    const key = sanitizeText(name);
    const isLeftOut = key === "" || key === "__proto__" || isContactName(key) || isContactValue(key, "");
    const kept = isLeftOut ? undefined : toExtraValue({ value, name: key, depth: depth + 1 });
    if (kept !== undefined) fields.set(key, kept);
  }
  return Object.fromEntries(fields);
}

function isContactKind([name, value]: readonly [string, unknown]): boolean {
  return KIND_NAMES.has(name.toLowerCase()) && typeof value === "string" && isContactName(value);
}

/**
 * The fields of an entry that are not in `known`, clean, at most eight levels deep, without nulls and blanks. What looks like
 * an e-mail address or a phone number, by its name or by its value, stays in the raw form only: these fields are read by
 * people who may not read contacts.
 */
export function toExtraFields(
  source: PlainObject,
  known: ReadonlySet<string>,
  place: FieldPlace,
): JsonObject {
  const entries = Object.entries(source).filter(([name]) => !known.has(name));
  if (entries.some(([name]) => name === "__proto__"))
    place.notes.add(place.path, "a key named __proto__ left out");
  if (entries.some(([, value]) => typeof value === "string" && value.length > MAX_TEXT_LENGTH))
    place.notes.add(place.path, `a field longer than ${MAX_TEXT_LENGTH} characters left out`);
  return toFields(entries, 0);
}
