import type { MergedProfile } from "../merged-profile.ts";
import { namePartsOf } from "../names/name-parts.ts";
import { toPlainWords } from "../names/plain-words.ts";
import type { Profile } from "../profile.ts";
import { sharesKey } from "./current-job.ts";

type Known = Pick<
  MergedProfile,
  "firstName" | "lastName" | "fullName" | "location" | "currentCompany" | "experiences" | "educations"
>;

/** Whether something of two people is the same, or differs, or is unknown of one of them. */
type Likeness = "same" | "differs" | "unknown";

/**
 * Returns whether an answer probably shows another person under an id that is known: the name differs, and of companies,
 * schools and place all that are known of both differ, at least two of them. A surname alone may change by a marriage: there
 * all three must be known and differ.
 */
export function isAnotherPerson(known: Known, incoming: Profile): boolean {
  const name = compareNames(known, incoming);
  if (name === "same") return false;
  const now: Known = {
    ...incoming,
    currentCompany: incoming.currentJob?.companyName ?? null,
    experiences: incoming.experiences ?? [],
    educations: incoming.educations ?? [],
  };
  const facts = [
    compareLists(companiesOf(known), companiesOf(now), sharesKey),
    compareLists(schoolsOf(known), schoolsOf(now), sharesKey),
    comparePlaces(known.location, now.location),
  ];
  const differing = facts.filter((fact) => fact === "differs").length;
  return !facts.includes("same") && differing >= (name === "surname differs" ? 3 : 2);
}

function compareNames(known: Known, incoming: Profile): "same" | "differs" | "surname differs" {
  const [one, other] = [namePartsOf(known), namePartsOf(incoming)];
  const [ours, theirs] = [
    [...one.first, ...one.last],
    [...other.first, ...other.last],
  ];
  if (ours.length === 0 || theirs.length === 0 || isLatin(ours) !== isLatin(theirs)) return "same";
  const sharesFirst = one.first.some((word) => other.first.some((their) => isShortFor(word, their)));
  const sharesLast = one.last.some((word) => other.last.some((their) => isInitialOf(word, their)));
  if (sharesFirst && sharesLast) return "same";
  // First and last name changed places, or one of them is all that is known.
  const isWithin = ours.every((word) => theirs.includes(word)) || theirs.every((word) => ours.includes(word));
  if (isWithin) return "same";
  return sharesFirst ? "surname differs" : "differs";
}

function isLatin(words: readonly string[]): boolean {
  return words.every((word) => /^[\p{Script=Latin}\p{M}'-]+$/u.test(word));
}

function isInitialOf(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length === 1 && long.startsWith(short);
}

/** Sam is short for Samuel. */
function isShortFor(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return isInitialOf(one, other) || (short.length > 2 && long.startsWith(short));
}

function companiesOf({ currentCompany, experiences }: Known): string[] {
  return [currentCompany, ...experiences.map(({ companyName }) => companyName)].filter(
    (name) => name !== null,
  );
}

function schoolsOf({ educations }: Known): string[] {
  return educations.map(({ school }) => school).filter((name) => name !== null);
}

function compareLists(
  ours: readonly string[],
  theirs: readonly string[],
  isSame: (one: string, other: string) => boolean,
): Likeness {
  if (ours.length === 0 || theirs.length === 0) return "unknown";
  return ours.some((one) => theirs.some((other) => isSame(one, other))) ? "same" : "differs";
}

/** Compares cities; a country that is the same says little. */
function comparePlaces(ours: string | null, theirs: string | null): Likeness {
  const cityOf = (place: string | null) =>
    toPlainWords(place?.split(",")[0] ?? "").filter((word) => word.length > 2);
  const [one, other] = [cityOf(ours), cityOf(theirs)];
  return compareLists(one, other, (word, their) => word === their);
}
