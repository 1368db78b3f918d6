import { toPlainWords } from "./plain-words.ts";

/** Titles before a name, as words without dots. */
const TITLES: ReadonlySet<string> = new Set(
  "dr prof professor mr mrs ms miss mx sir dame herr frau monsieur madame mme mlle sr sra srta dott dottssa ing dipl mag univ habil rev hon".split(
    " ",
  ),
);
/** Degrees, honours and certificates behind a name. */
const DEGREES: ReadonlySet<string> = new Set(
  [
    "phd dphil md mba emba msc bsc ba ma mphil meng beng llm llb jd dba edd mpa mph pharmd dds dvm rn bs ms mfa bfa bcom mcom btech mtech",
    "cpa cfa cma cima acca aca fca frm pmp cissp cism cisa shrm shrmcp shrmscp phr sphr gphr cipd mcipd fcipd fmva csm cspo pe esq",
    "jr junior senior ii iii iv mbe obe cbe frs freng ceng",
  ].flatMap((line) => line.split(" ")),
);

/** The words of a name that name somebody: without emoji, titles, degrees, case and accents. */
export interface NameWords {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

interface WrittenName {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fullName: string | null;
}

/** Returns whether a word is a title or a degree: it names nobody. */
export function isTitleOrDegree(word: string): boolean {
  return TITLES.has(word) || DEGREES.has(word);
}

/** Returns the words of a name; of a full name alone the first word counts as the first name, unless a comma ends the last. */
export function namePartsOf({ firstName, lastName, fullName }: WrittenName): NameWords {
  if (firstName !== null || lastName !== null)
    return { first: toNameWords(firstName ?? ""), last: toNameWords(lastName ?? "") };
  const [before = "", after = ""] = (fullName ?? "").split(",");
  if (toNameWords(after).length > 0) return { first: toNameWords(after), last: toNameWords(before) };
  const [first, ...last] = toNameWords(before);
  return { first: first === undefined ? [] : [first], last };
}

/** Returns the words of a name without titles and degrees; all of them, if nothing else is left. */
export function toNameWords(name: string): string[] {
  const words = toPlainWords(name.replace(/(?<=\p{L})\.(?=\p{L})/gu, ""));
  const naming = words.filter((word) => !isTitleOrDegree(word));
  return naming.length > 0 ? naming : words;
}
