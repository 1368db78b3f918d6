import { toNameChunks, type WrittenName } from "./name-parts.ts";

/** A name as two fields, as far as it can be told apart. */
export interface SplitName {
  readonly first: string | null;
  readonly last: string | null;
  /** The whole name where it is not known which part is which; else null. */
  readonly whole: string | null;
}

/** Names of these scripts begin with the family. */
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー]+$/u;

/**
 * Splits a name into first and last name, each without emoji, titles and degrees. A full name alone is split where only one
 * reading is likely: "Halvard, Dorte", two words, or one whose first or last name is known.
 */
export function splitName({ firstName, lastName, fullName }: WrittenName): SplitName {
  const [first, last] = [toPart(firstName), toPart(lastName)];
  if (first !== null && last !== null) return { first, last, whole: null };
  const [whole = null, after, ...others] = fullName === null ? [] : toNameChunks(fullName);
  if (whole === null) return { first, last, whole: null };
  if (first !== null || last !== null) return { ...fillIn(first, last, whole), whole: null };
  if (after !== undefined && others.length === 0) return { first: after, last: whole, whole: null };
  const words = whole.split(" ");
  const [one, other] = words;
  if (after !== undefined || words.length !== 2 || one === undefined || other === undefined)
    return {
      first: null,
      last: null,
      whole: [whole, ...(after === undefined ? [] : [after, ...others])].join(" "),
    };
  const isFamilyFirst = words.every((word) => EAST_ASIAN.test(word));
  return isFamilyFirst ? { first: other, last: one, whole: null } : { first: one, last: other, whole: null };
}

function toPart(name: string | null): string | null {
  const chunks = name === null ? [] : toNameChunks(name);
  return chunks.length === 0 ? null : chunks.join(", ");
}

/** Finds the missing half in a full name that begins or ends with the half that is known. */
function fillIn(first: string | null, last: string | null, whole: string) {
  if (first !== null && whole.startsWith(`${first} `)) return { first, last: whole.slice(first.length + 1) };
  if (last !== null && whole.endsWith(` ${last}`)) return { first: whole.slice(0, -last.length - 1), last };
  return { first, last };
}
