import type { KnownFields } from "../people/fields/known-fields.ts";
import { type KnownAnswer, newFieldsOf } from "../people/fields/new-fields.ts";
import { parseProfiles } from "../people/profile.ts";
import { ownField } from "../people/profile-fields.ts";
import { kindOf } from "../people/profile-notes.ts";
import type { SearchPage } from "../people/search-page.ts";
import { ContractBroken } from "../values/errors.ts";
import { isPlainObject, type PlainObject } from "../values/json.ts";
import { sanitizeText } from "../values/text.ts";
import { decodeObject, type PageFieldName, type PageFieldValue, pageFields } from "./wire.ts";

/** Shows the value of a number, which is not data of people, and only the kind of anything else. */
function describe(value: unknown): string {
  return typeof value === "number" ? String(value) : kindOf(value);
}

/** What `filters_too_strict: true` means for the person who wrote the spec. */
const FILTERS_TOO_STRICT =
  "filters_too_strict: the API calls the filters of this search too strict; with fewer or wider filters it finds more people";

/** What is read of an answer; its profiles are looked through by themselves. */
const KNOWN_ANSWER: KnownAnswer = new Map<string, KnownFields>([
  ["error", "leaf"],
  ["data", new Map([...Object.keys(pageFields), "profiles"].map((name) => [name, "leaf"]))],
]);

type FieldReader = <Name extends PageFieldName>(name: Name) => PageFieldValue<Name> | null;

function makeFieldReader(data: PlainObject, warnings: string[]): FieldReader {
  return <Name extends PageFieldName>(name: Name) => {
    const raw = ownField(data, name);
    if (raw === undefined || raw === null) return null;
    const { schema, expected } = pageFields[name];
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data as PageFieldValue<Name>;
    warnings.push(`${name}: expected ${expected}, found ${describe(raw)}`);
    return null;
  };
}

/** The reference page does not say whether the last page has a `next_page`, so `has_more` decides if it is there. */
function readHasMore(read: FieldReader, nextPage: number | null, warnings: string[]): boolean {
  const value = read("has_more");
  if (value !== null) return value;
  const derived = nextPage !== null;
  warnings.push(`has_more: missing; ${derived} because next_page names ${derived ? "a" : "no"} page`);
  return derived;
}

function profilesOf(answer: unknown): unknown {
  const data = isPlainObject(answer) ? ownField(answer, "data") : null;
  return isPlainObject(data) ? ownField(data, "profiles") : null;
}

function whyBroken(data: unknown, profiles: unknown): string | null {
  if (!isPlainObject(data)) return `data: expected an object, found ${kindOf(data)}`;
  return Array.isArray(profiles) ? null : `data.profiles: expected a list, found ${kindOf(profiles)}`;
}

/**
 * Parses a decoded answer, of which the profiles keep their text in `body`. It never throws: for an answer that is not a page, `broken` says why; a malformed field is ignored with
 * a warning; each profile is parsed by itself.
 */
export function toPage(answer: PlainObject, body: Uint8Array): SearchPage {
  const data = ownField(answer, "data");
  const fields = isPlainObject(data) ? data : {};
  const rawProfiles = ownField(fields, "profiles");
  const warnings: string[] = [];
  const read = makeFieldReader(fields, warnings);
  const nextPage = read("next_page");
  const creditsConsumed = read("credits_consumed");
  if (creditsConsumed === null) warnings.push("credits_consumed: missing");
  const filtersTooStrict = read("filters_too_strict") ?? false;
  if (filtersTooStrict) warnings.push(FILTERS_TOO_STRICT);
  const requestId = sanitizeText(read("request_id") ?? "");
  const entries = Array.isArray(rawProfiles) ? rawProfiles : [];
  const profiles =
    entries.length === 0 ? [] : parseProfiles(entries, new TextDecoder().decode(body), profilesOf);
  return {
    profiles,
    newFields: newFieldsOf(answer, entries, profiles, KNOWN_ANSWER),
    creditsConsumed,
    isPriceText: creditsConsumed !== null && typeof ownField(fields, "credits_consumed") === "string",
    balance: read("sourcing_credits_remaining"),
    hasMore: readHasMore(read, nextPage, warnings),
    nextPage,
    totalCount: read("total_count"),
    filteredCount: read("filtered_count"),
    leonarProfilesCached: read("leonar_profiles_cached"),
    filtersTooStrict,
    requestId: requestId === "" ? null : requestId,
    broken: whyBroken(data, rawProfiles),
    warnings,
  };
}

/**
 * Parses the bytes of an answer, new or stored. The fields are those of `data` on the reference page.
 * @throws ContractBroken if the bytes are not a JSON object
 */
export function readPage(body: Uint8Array): SearchPage {
  const answer = decodeObject(body);
  if (answer === null) throw new ContractBroken("the answer is not a JSON object");
  return toPage(answer, body);
}
