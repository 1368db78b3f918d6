import { z } from "zod";
import { ownField } from "../people/profile-fields.ts";
import { isPlainObject, type PlainObject } from "../values/json.ts";

/**
 * Decodes the JSON object in a body; null: there is none. The content type is ignored, bytes that are not UTF-8 become U+FFFD, the
 * last of two equal keys wins, and `__proto__` is a key like any other.
 */
export function decodeObject(body: Uint8Array): PlainObject | null {
  try {
    const decoded: unknown = JSON.parse(new TextDecoder().decode(body));
    return isPlainObject(decoded) ? decoded : null;
  } catch {
    return null;
  }
}

/** Credits or counts. A number beyond 2^53 is refused, because parsing has changed its last digits. */
const count = z.int().min(0);
/** Credits are money, so a number that was sent as a text counts too. */
const WHOLE_NUMBER = /^\s*\d{1,15}\s*$/;
const credits = z.preprocess(
  (sent) => (typeof sent === "string" && WHOLE_NUMBER.test(sent) ? Number(sent) : sent),
  count,
);

const errorFields = z.object({
  code: z.string().catch(""),
  message: z.string().catch(""),
  details: z.object({ available: count.nullable().catch(null) }).catch({ available: null }),
});

const errorSchema = z.preprocess(
  (sent) => (typeof sent === "string" ? { message: sent } : sent),
  errorFields,
);

/** The API's own error: `{"error": {"code", "message", "details"?}}`; also without a code, and a text in its place. */
export type WireError = z.output<typeof errorSchema>;

/** Parses the API's error in an answer; null: the answer is a page or something else. */
export function parseWireError(answer: PlainObject): WireError | null {
  if ((ownField(answer, "data") ?? null) !== null) return null;
  const parsed = errorSchema.safeParse(ownField(answer, "error"));
  return parsed.success ? parsed.data : null;
}

const MAX_PAGE_CREDITS = 10_000;
/** The maximum of the columns that hold page numbers. */
const MAX_PAGE = 2_147_483_647;
const MAX_REQUEST_ID_LENGTH = 255;

/** The fields of a page besides its profiles, each with its own schema, so that a wrong field does not spoil the others. */
export const pageFields = {
  credits_consumed: {
    schema: credits.pipe(count.max(MAX_PAGE_CREDITS)),
    expected: `a whole number from 0 to ${MAX_PAGE_CREDITS}`,
  },
  sourcing_credits_remaining: { schema: credits, expected: "a whole number from 0" },
  total_count: { schema: count, expected: "a whole number from 0" },
  filtered_count: { schema: count, expected: "a whole number from 0" },
  leonar_profiles_cached: { schema: count, expected: "a whole number from 0" },
  next_page: { schema: z.int().min(1).max(MAX_PAGE), expected: "a page number from 1" },
  has_more: { schema: z.boolean(), expected: "true or false" },
  filters_too_strict: { schema: z.boolean(), expected: "true or false" },
  request_id: {
    schema: z.string().max(MAX_REQUEST_ID_LENGTH),
    expected: `text of at most ${MAX_REQUEST_ID_LENGTH} characters`,
  },
} as const;

export type PageFieldName = keyof typeof pageFields;
export type PageFieldValue<Name extends PageFieldName> = z.output<(typeof pageFields)[Name]["schema"]>;
