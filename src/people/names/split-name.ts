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
  const [whole = null, after, ...others] = fullName === null ? [] : toNameChunks(withoutRemarks(fullName));
  if (whole === null) return { first, last, whole: null };
  if (first !== null || last !== null) return { ...fillIn(first, last, whole), whole: null };
  if (after !== undefined && others.length === 0) return { first: after, last: whole, whole: null };
  const words = joinSurname(whole.split(" "));
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

/** What stands behind a name and belongs to no name: "Ines Huber (she/her)", "Ines Huber | Recruiter", "Ines Huber - hiring". */
function withoutRemarks(name: string): string {
  const bare = name.replace(/[([（][^)\]）]*[)\]）]/gu, " ").trim();
  const [start = ""] = bare.split(/[|;•·]|\s[-–—/~]\s/u);
  const isName = start.split(/[\s,]+/u).filter((word) => /\p{L}/u.test(word)).length > 1;
  if (isName) return start;
  return /\p{L}/u.test(bare) ? bare.replace(/[|;•·]/gu, " ") : name;
}

const PARTICLES: ReadonlySet<string> = new Set(
  "van von vom zu zur der den de ter ten te del della degli di da do dos das du des la le af av bin ibn bint ben al el".split(
    " ",
  ),
);
const SUFFIX = /^(?:jr|sr|i{2,3}|iv)\.?$/iu;

/** Joins a surname of several words where only one reading is likely: "Vincent | van Gogh", "Ahmed | bin Salman", "Pat | Noon III". */
function joinSurname(words: readonly string[]): readonly string[] {
  const [first, ...last] = words;
  if (first === undefined || last.length < 2) return words;
  const names = SUFFIX.test(last.at(-1) ?? "") ? last.slice(0, -1) : last;
  const isOneSurname = names.slice(0, -1).every((word) => PARTICLES.has(word.toLowerCase()));
  return names.length > 0 && isOneSurname ? [first, last.join(" ")] : words;
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
