import { parseProfile } from "../people/profile.ts";
import { ownField, type RawObject } from "../people/profile-fields.ts";
import { kindOf } from "../people/profile-notes.ts";
import type { SearchPage } from "../people/search-page.ts";
import { cleanText } from "../values/clean-text.ts";
import { ContractBroken } from "../values/errors.ts";
import { isPlainObject } from "../values/json.ts";
import { decodeObject, type PageFieldName, type PageFieldValue, pageFields } from "./wire.ts";

/** Numbers of a page are nobody's data and worth showing; of anything else only its kind is. */
function describe(value: unknown): string {
  return typeof value === "number" ? String(value) : kindOf(value);
}

type FieldReader = <Name extends PageFieldName>(name: Name) => PageFieldValue<Name> | null;

function makeFieldReader(data: RawObject, warnings: string[]): FieldReader {
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

/** The reference page does not say whether the last page has a `next_page`, so `has_more` decides where it is there. */
function readHasMore(read: FieldReader, nextPage: number | null, warnings: string[]): boolean {
  const said = read("has_more");
  if (said !== null) return said;
  const derived = nextPage !== null;
  warnings.push(`has_more: not said; ${derived} because next_page names ${derived ? "a" : "no"} page`);
  return derived;
}

function whyBroken(data: unknown, profiles: unknown): string | null {
  if (!isPlainObject(data)) return `data: expected an object, found ${kindOf(data)}`;
  return Array.isArray(profiles) ? null : `data.profiles: expected a list, found ${kindOf(profiles)}`;
}

/**
 * Understands a decoded answer. Never throws on content: what is no page has its reason in `broken`, an odd field is
 * left out with a warning, and each profile is read by itself.
 */
export function toPage(answer: RawObject): SearchPage {
  const data = ownField(answer, "data");
  const fields = isPlainObject(data) ? data : {};
  const rawProfiles = ownField(fields, "profiles");
  const warnings: string[] = [];
  const read = makeFieldReader(fields, warnings);
  const nextPage = read("next_page");
  const creditsConsumed = read("credits_consumed");
  if (creditsConsumed === null) warnings.push("credits_consumed: no price said");
  const requestId = cleanText(read("request_id") ?? "");
  return {
    profiles: Array.isArray(rawProfiles) ? rawProfiles.map(parseProfile) : [],
    creditsConsumed,
    isPriceText: creditsConsumed !== null && typeof ownField(fields, "credits_consumed") === "string",
    balance: read("sourcing_credits_remaining"),
    hasMore: readHasMore(read, nextPage, warnings),
    nextPage,
    totalCount: read("total_count"),
    filtersTooStrict: read("filters_too_strict") ?? false,
    requestId: requestId === "" ? null : requestId,
    broken: whyBroken(data, rawProfiles),
    warnings,
  };
}

/**
 * Understands the bytes of an answer, fresh or stored. All fields are those of `data` on the reference page.
 * @throws ContractBroken where the bytes are no JSON object
 */
export function readPage(body: Uint8Array): SearchPage {
  const answer = decodeObject(body);
  if (answer === null) throw new ContractBroken("the answer is no JSON object");
  return toPage(answer);
}
