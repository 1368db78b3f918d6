import { z } from "zod";
import { ownField, type RawObject } from "../people/profile-fields.ts";
import { isPlainObject } from "../values/json.ts";

/**
 * The JSON object in a body, or null where there is none. What the answer calls its content decides nothing, bytes that
 * are no UTF-8 become U+FFFD, the last of doubled keys wins, and `__proto__` is a key like any other.
 */
export function decodeObject(body: Uint8Array): RawObject | null {
  try {
    const decoded: unknown = JSON.parse(new TextDecoder().decode(body));
    return isPlainObject(decoded) ? decoded : null;
  } catch {
    return null;
  }
}

/** Credits or counts: too large a number has lost its last digits in JSON. */
const count = z.int().min(0);
/** Credits are money, so a number that was sent as a text counts too. */
const WHOLE_NUMBER = /^\s*\d{1,15}\s*$/;
const credits = z.preprocess(
  (sent) => (typeof sent === "string" && WHOLE_NUMBER.test(sent) ? Number(sent) : sent),
  count,
);

const errorSchema = z.object({
  code: z.string(),
  message: z.string().catch(""),
  details: z.object({ available: count.nullable().catch(null) }).catch({ available: null }),
});

/** The API's own error: `{"error": {"code", "message", "details"?}}`. */
export type WireError = z.output<typeof errorSchema>;

/** The API's own error in an answer, or null where the answer is a page or says something else. */
export function errorOf(answer: RawObject): WireError | null {
  if (Object.hasOwn(answer, "data")) return null;
  const parsed = errorSchema.safeParse(ownField(answer, "error"));
  return parsed.success ? parsed.data : null;
}

const DEAREST_PAGE = 10_000;
/** The largest number that a column for pages takes. */
const DEEPEST_PAGE = 2_147_483_647;
const LONGEST_REQUEST_ID = 255;

/** What a page says besides its profiles, field by field, so that one wrong field costs no other. */
export const pageFields = {
  credits_consumed: {
    schema: credits.pipe(count.max(DEAREST_PAGE)),
    expected: `a whole number from 0 to ${DEAREST_PAGE}`,
  },
  sourcing_credits_remaining: { schema: credits, expected: "a whole number from 0" },
  total_count: { schema: count, expected: "a whole number from 0" },
  next_page: { schema: z.int().min(1).max(DEEPEST_PAGE), expected: "a page number from 1" },
  has_more: { schema: z.boolean(), expected: "true or false" },
  filters_too_strict: { schema: z.boolean(), expected: "true or false" },
  request_id: {
    schema: z.string().max(LONGEST_REQUEST_ID),
    expected: `text of at most ${LONGEST_REQUEST_ID} characters`,
  },
} as const;

export type PageFieldName = keyof typeof pageFields;
export type PageFieldValue<Name extends PageFieldName> = z.output<(typeof pageFields)[Name]["schema"]>;
