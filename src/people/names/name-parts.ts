import { toPlainWords } from "./plain-words.ts";

/** Titles before a name, as words without dots. */
const TITLES: ReadonlySet<string> = new Set(
  "dr prof professor mr mrs ms mx sir dame herr frau monsieur madame mme mlle dott dottssa dipl dipling univ habil hc drmed".split(
    " ",
  ),
);
/** Degrees and certificates behind a name that are no names themselves. */
const DEGREES: ReadonlySet<string> = new Set(
  [
    "phd dphil mba emba msc bsc mphil meng beng llm llb dba edd mpa mph pharmd dds dvm mfa bfa bcom mcom btech mtech",
    "cpa cfa cima acca fca pmp cissp cism cisa shrm shrmcp shrmscp phr sphr gphr cipd mcipd fcipd fmva csm cspo",
    "mbe obe cbe frs freng ceng",
  ].flatMap((line) => line.split(" ")),
);
/** Degrees and honours that are names of people too (Jack Ma): they count behind a comma only. */
const DEGREES_OR_NAMES: ReadonlySet<string> = new Set(
  "ma ba bs ms md jd pe rn me aca cfm cma frm esq jr sr junior senior ii iii iv hons mag ing rev hon".split(
    " ",
  ),
);
/** Parts of titles that are short for something only where a dot says so: "Dr. med.", "Dr. rer. nat.", "Eng.". */
const DOTTED_TITLES: ReadonlySet<string> = new Set(
  "med rer nat pol phil jur iur oec theol vet dent eng arch ir drs avv rag geom mgr inz bc don".split(" "),
);
/** Signs in names that are part of no name: emoji, what joins them, and invisible signs. */
const EMOJI =
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\p{Variation_Selector}|\p{Cf}|\u20E3/gu;

/** The words of a name that name somebody: without emoji, titles, degrees, case and accents. */
export interface NameWords {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

export interface WrittenName {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fullName: string | null;
}

/** Returns the words of a name; of a full name alone the first word counts as the first name, unless a comma ends the last. */
export function namePartsOf({ firstName, lastName, fullName }: WrittenName): NameWords {
  const wordsOf = (name: string) => toNameChunks(name).flatMap(toPlainWords);
  if (firstName !== null || lastName !== null)
    return { first: wordsOf(firstName ?? ""), last: wordsOf(lastName ?? "") };
  const [before = "", after = ""] = toNameChunks(fullName ?? "");
  if (after !== "") return { first: toPlainWords(after), last: toPlainWords(before) };
  const [first, ...last] = toPlainWords(before);
  return { first: first === undefined ? [] : [first], last };
}

/**
 * Returns what stands between the commas of a name, as it is written but without emoji, titles and degrees: "Okonjo-Brandt, PhD"
 * gives one part, "Halvard, Dorte" two. Parts without a letter are left out.
 */
export function toNameChunks(name: string): string[] {
  const chunks = name
    .replace(EMOJI, " ")
    .replace(/\b(?:dipl\.?[\s-]?)?ing\.\s+/giu, " ")
    .split(/[,|;]/u)
    .map((chunk, index) => stripTitles(chunk, index > 0))
    .filter((chunk) => /\p{L}/u.test(chunk));
  return chunks.length > 0 ? chunks : /\p{L}/u.test(name) ? [name.trim()] : [];
}

/** Drops titles in front and degrees behind; all of a chunk behind a comma that is nothing else. */
function stripTitles(chunk: string, isBehindComma: boolean): string {
  const words = chunk.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const isDegree = (word: string) => {
    const key = toKey(word);
    return DEGREES.has(key) || (isBehindComma && DEGREES_OR_NAMES.has(key));
  };
  const isTitle = (word: string) =>
    TITLES.has(toKey(word)) ||
    (word.endsWith(".") && (DEGREES_OR_NAMES.has(toKey(word)) || DOTTED_TITLES.has(toKey(word))));
  let [start, end] = [0, words.length];
  while (end > start && isDegree(words[end - 1] ?? "")) end -= 1;
  while (start < end && isTitle(words[start] ?? "")) start += 1;
  return words.slice(start, end).join(" ");
}

function toKey(word: string): string {
  return toPlainWords(word.replace(/[.-]/gu, "")).join("");
}
