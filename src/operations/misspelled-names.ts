import { distance } from "fastest-levenshtein";
import type { EnvFile } from "./env-file.ts";

/** A name that is read by nothing here, although its author most likely meant one of ours. */
export interface MisspelledName {
  readonly written: string;
  readonly meant: string;
}

/**
 * Finds the names that are nearly ours. In the environment, which is shared with every other program, only names about
 * credits count; a blank value says nothing.
 */
export function findMisspelled(
  file: Pick<EnvFile, "values" | "unset">,
  environment: EnvFile["values"],
  names: readonly string[],
): MisspelledName[] {
  const given = (values: EnvFile["values"]) => Object.keys(values).filter((name) => values[name]?.trim());
  const written = new Set([...given(file.values), ...file.unset]);
  const all = [
    ...[...written].map((name) => ({ written: name, meant: meantName(name, names) })),
    ...given(environment)
      .filter((name) => !written.has(name))
      .map((name) => ({ written: name, meant: meantName(name, names) }))
      .filter(({ meant }) => meant !== null && isMoney(wordsOf(meant))),
    // The name is right, and its line sets nothing.
    ...file.unset.filter((name) => names.includes(name)).map((name) => ({ written: name, meant: name })),
  ];
  return all.flatMap(({ written: name, meant }) => (meant === null ? [] : [{ written: name, meant }]));
}

/** Says what to do about a name, never its value. */
export function describeMisspelled({ written, meant }: MisspelledName): string {
  return written === meant
    ? `.env: the line of ${written} sets nothing: write ${meant}=value`
    : `${written} is set, and nothing reads it: did you mean ${meant}? Rename it, or remove it`;
}

/** Names of proxies that are right as they are: curl and other programs read them, and some are read here in small letters. */
const OTHER_PROXY_NAMES: ReadonlySet<string> = new Set([
  "https_proxy",
  "no_proxy",
  "http_proxy",
  "HTTP_PROXY",
  "all_proxy",
  "ALL_PROXY",
]);

/** The variable that a name most likely stands for; null: it is one, or it belongs to another program. */
export function meantName(written: string, names: readonly string[]): string | null {
  if (names.includes(written) || OTHER_PROXY_NAMES.has(written)) return null;
  const words = wordsOf(written);
  return RULES.map((isMeant) => names.find((name) => isMeant(words, wordsOf(name)))).find(Boolean) ?? null;
}

type Words = readonly string[];

/** From the surest to the least sure. */
const RULES: readonly ((written: Words, name: Words) => boolean)[] = [
  // Case, hyphens, dots and missing separators.
  (written, name) => written.join("") === name.join(""),
  // A prefix of this project, or a leftover of a shell's syntax, before the whole name.
  (written, name) =>
    endsWith(written, name) && written.slice(0, -name.length).every((word) => OURS.has(word)),
  (written, name) => sameWords(written, name),
  (written, name) => isNearlyJoined(written.join(""), name.join("")),
  (written, name) => lacksOne(written, name),
  // A limit in other words must never be ignored.
  (written, name) =>
    isMoney(name) && name.length > 2 && common(written, name) >= 2 && differsByOne(written, name),
];

const OURS: ReadonlySet<string> = new Set([
  "SOURCING",
  "LEONAR",
  "SET",
  "SETENV",
  "EXPORT",
  "ENV",
  "DECLARE",
  "CONST",
  "X",
]);
/** Words of one meaning. */
const SYNONYMS: Readonly<Record<string, string>> = {
  URI: "URL",
  DSN: "URL",
  DB: "DATABASE",
  MINIMUM: "MIN",
  TIMEZONE: "TZ",
};

function wordsOf(name: string): Words {
  return name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => SYNONYMS[word] ?? word);
}

function endsWith(words: Words, end: Words): boolean {
  return words.length > end.length && words.slice(-end.length).join("_") === end.join("_");
}

/** The same words in any order, each with a slip at most. */
function sameWords(written: Words, name: Words): boolean {
  if (written.length !== name.length) return false;
  const rest = [...name];
  return written.every((word) => {
    const at = rest.findIndex((one) => isSlip(word, one));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

/** Short words differ by a letter too easily: HOST, PORT and PATH are other words. */
function isSlip(word: string, meant: string): boolean {
  if (word === meant || word === `${meant}S` || `${word}S` === meant) return true;
  const least = Math.min(word.length, meant.length);
  if (least < 4) return false;
  return distance(word, meant) <= (least < 6 ? 1 : 2) || isSwap(word, meant);
}

/** Two neighbouring letters swapped. */
function isSwap(word: string, meant: string): boolean {
  if (word.length !== meant.length) return false;
  const at = [...word].findIndex((letter, index) => letter !== meant[index]);
  return word === meant.slice(0, at) + (meant[at + 1] ?? "") + (meant[at] ?? "") + meant.slice(at + 2);
}

/** A slip besides missing separators. */
function isNearlyJoined(written: string, name: string): boolean {
  return name.length >= 12 && distance(written, name) <= 1;
}

/** One word of at least three is missing; the first one must stand, unless the rest is about credits. */
function lacksOne(written: Words, name: Words): boolean {
  if (name.length < 3 || written.length !== name.length - 1) return false;
  if (written[0] !== name[0] && !isMoney(written)) return false;
  return name.some((_, index) => sameWords(written, name.toSpliced(index, 1)));
}

function isMoney(words: Words): boolean {
  return words.some((word) => word === "CREDIT" || word === "CREDITS");
}

function common(written: Words, name: Words): number {
  return name.filter((word) => written.some((one) => isSlip(one, word))).length;
}

function differsByOne(written: Words, name: Words): boolean {
  const shared = common(written, name);
  return written.length - shared <= 1 && name.length - shared <= 1;
}
