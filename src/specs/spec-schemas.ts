import { z } from "zod";
import { canonicalObject, isPlainObject, type JsonObject, sortedOnce } from "../values/json.ts";
import { normalizeText } from "../values/text.ts";
import { findTextProblem } from "./text-problem.ts";

/** Our own bound for one value of a list, for which the reference page gives none; in UTF-16 units. */
const MAX_VALUE_LENGTH = 1_000;
const MAX_OBJECT_DEPTH = 4;
const MAX_OBJECT_LENGTH = 2_000;
const KEY = /^[A-Za-z][A-Za-z0-9_]{0,63}$/u;

/** Text of 1 to `longest` UTF-16 units, made canonical. */
export function textSchema(maxLength: number) {
  return z
    .string()
    .check((payload) => {
      payload.value = normalizeText(payload.value);
      const problem = findTextProblem(payload.value);
      if (problem !== null) payload.issues.push({ code: "custom", params: problem, input: payload.value });
    })
    .max(maxLength);
}

/** At most `longest` texts, each once, sorted: their order and case mean nothing. */
export function textListSchema(maxLength: number, canonical: (text: string) => string = normalizeText) {
  // One check for the whole list: a check per value costs files of many rows half their time.
  return z
    .array(z.string())
    .check((payload) => {
      payload.value = payload.value.map(canonical);
      payload.value.forEach((input, index) => {
        const problem = findTextProblem(input) ?? findLengthProblem(input);
        if (problem !== null) payload.issues.push({ code: "custom", params: problem, input, path: [index] });
      });
      payload.value = sortedOnce(payload.value);
    })
    .max(maxLength);
}

function findLengthProblem(text: string) {
  if (text.length <= MAX_VALUE_LENGTH) return null;
  const limit = `${MAX_VALUE_LENGTH} characters`;
  return { expected: `values of at most ${limit}`, fix: `shorten it to ${limit}` };
}

/** Some of a few words, each once, sorted. */
export function enumListSchema<const Options extends readonly [string, ...string[]]>(
  options: Options,
  maxLength: number,
) {
  return z.array(z.enum(options)).overwrite(sortedOnce).max(maxLength);
}

/** JSON objects with any keys: the reference page says "object[]" and no more. */
export function objectListSchema(maxLength: number) {
  const object = z.custom<JsonObject>().check((payload) => {
    if (isUsableObject(payload.value)) payload.value = canonicalObject(payload.value);
    else payload.issues.push({ code: "custom", input: payload.value });
  });
  return z.array(object).overwrite(sortedOnce).max(maxLength);
}

/** True for an object with at least one value that is not blank, bounded in depth and length. */
function isUsableObject(value: unknown): boolean {
  if (!isPlainObject(value) || !isUsable(value, MAX_OBJECT_DEPTH)) return false;
  const isGiven = (item: unknown) =>
    item !== null && (typeof item !== "string" || normalizeText(item) !== "");
  return JSON.stringify(value).length <= MAX_OBJECT_LENGTH && Object.values(value).some(isGiven);
}

/** Refuses `__proto__` as a key, and every other key that could change an object it is copied into. */
function isUsable(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "string") return isUsableText(normalizeText(value));
  if (typeof value === "number") return Number.isFinite(value);
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isUsable(item, depth - 1));
  return (
    isPlainObject(value) &&
    Object.entries(value).every(([key, item]) => KEY.test(key) && isUsable(item, depth - 1))
  );
}

function isUsableText(text: string): boolean {
  return text === "" || findTextProblem(text) === null;
}
