import { z } from "zod";
import { canonicalObject, isPlainObject, type JsonObject, sortedOnce } from "../values/json.ts";
import { canonicalText, textFlaw } from "../values/text.ts";

/** Our own bound where the reference page gives none for one value of a list; in UTF-16 units. */
const LONGEST_VALUE = 1_000;
const DEEPEST_OBJECT = 4;
const LONGEST_OBJECT = 2_000;
const KEY = /^[A-Za-z][A-Za-z0-9_]{0,63}$/u;

/** Text of 1 to `longest` UTF-16 units, made canonical. */
export function textSchema(longest: number) {
  return z
    .string()
    .check((payload) => {
      payload.value = canonicalText(payload.value);
      const flaw = textFlaw(payload.value);
      if (flaw !== null) payload.issues.push({ code: "custom", params: flaw, input: payload.value });
    })
    .max(longest);
}

/** At most `longest` texts, each once, sorted: their order and case mean nothing. */
export function textListSchema(longest: number, canonical: (text: string) => string = canonicalText) {
  // One check for the whole list: a check per value costs files of many rows half their time.
  return z
    .array(z.string())
    .check((payload) => {
      payload.value = payload.value.map(canonical);
      payload.value.forEach((input, index) => {
        const flaw = textFlaw(input) ?? lengthFlaw(input);
        if (flaw !== null) payload.issues.push({ code: "custom", params: flaw, input, path: [index] });
      });
      payload.value = sortedOnce(payload.value);
    })
    .max(longest);
}

function lengthFlaw(text: string) {
  if (text.length <= LONGEST_VALUE) return null;
  const limit = `${LONGEST_VALUE} characters`;
  return { expected: `values of at most ${limit}`, fix: `shorten it to ${limit}` };
}

/** Some of a few words, each once, sorted. */
export function enumListSchema<const Options extends readonly [string, ...string[]]>(
  options: Options,
  longest: number,
) {
  return z.array(z.enum(options)).overwrite(sortedOnce).max(longest);
}

/** JSON objects whose keys we do not judge: the reference page says "object[]" and no more. */
export function objectListSchema(longest: number) {
  const object = z.custom<JsonObject>().check((payload) => {
    if (isUsableObject(payload.value)) payload.value = canonicalObject(payload.value);
    else payload.issues.push({ code: "custom", input: payload.value });
  });
  return z.array(object).overwrite(sortedOnce).max(longest);
}

/** At least one key that is not blank, bounded in depth and length. */
function isUsableObject(value: unknown): boolean {
  if (!isPlainObject(value) || !isUsable(value, DEEPEST_OBJECT)) return false;
  const isGiven = (item: unknown) =>
    item !== null && (typeof item !== "string" || canonicalText(item) !== "");
  return JSON.stringify(value).length <= LONGEST_OBJECT && Object.values(value).some(isGiven);
}

/** `__proto__` is no key here, nor is anything else that could change an object it is copied into. */
function isUsable(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "string") return isUsableText(canonicalText(value));
  if (typeof value === "number") return Number.isFinite(value);
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isUsable(item, depth - 1));
  return (
    isPlainObject(value) &&
    Object.entries(value).every(([key, item]) => KEY.test(key) && isUsable(item, depth - 1))
  );
}

function isUsableText(text: string): boolean {
  return text === "" || textFlaw(text) === null;
}
