import { educationAt, languagesOf, schoolAt, schoolCountOf, someSkill } from "./background-attributes.ts";
import { FOREIGN_LANGUAGES, PROFICIENCIES, SCHOOLS } from "./backgrounds.ts";
import { parseBooleanQuery } from "./boolean-query.ts";
import { wholeYears } from "./calendar.ts";
import { CITIES } from "./cities.ts";
import { foldText, holdsPhrase, toWordLine } from "./fold-text.ts";
import { FUNCTION_ROWS } from "./functions.ts";
import { careerStartDay, jobStartDay } from "./invented-person.ts";
import { FOLDED_NAME_POOLS } from "./names.ts";
import { ATTRIBUTE, nameLocaleOf } from "./population.ts";
import {
  anyOf,
  type FilterContext,
  type Flags,
  MATCHES_NONE,
  type Predicate,
  phraseFlags,
  queryFlags,
  toFlags,
  toPredicate,
} from "./predicate.ts";
import type { SearchBody } from "./search-body.ts";
import { SKILLS } from "./skills.ts";

export const SCHOOL_LINES: readonly string[] = SCHOOLS.map((school) => toWordLine(school.name));
const SKILL_LINES = SKILLS.map(toWordLine);

/** Whether a phrase stands in any skill of a person. */
export function skillPhrasePredicate(context: FilterContext, phrase: string): Predicate {
  const flags = phraseFlags(SKILL_LINES, [phrase]);
  const isMarked = (position: number): boolean => flags[position] === 1;
  if (!flags.includes(1)) return MATCHES_NONE;
  return (index) => someSkill(context.population, index, isMarked);
}

/** Whether a person attended a marked school. */
export function schoolPredicate({ population }: FilterContext, flags: Flags): Predicate {
  if (!flags.includes(1)) return MATCHES_NONE;
  return (index) => {
    const count = schoolCountOf(population, index);
    for (let nth = 0; nth < count; nth++) if (flags[schoolAt(population, index, nth)] === 1) return true;
    return false;
  };
}

function textOf(filter: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = filter[field];
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

const LANGUAGES = [...new Set([...CITIES.map((city) => city.language), "English", ...FOREIGN_LANGUAGES])];
const FIELDS = [...new Set(FUNCTION_ROWS.flatMap((row) => row.fields))];

/** All parts of one structured filter must hold for one and the same education. */
function educationPredicate(
  { population }: FilterContext,
  filter: Readonly<Record<string, unknown>>,
): Predicate {
  const school = textOf(filter, "school_name");
  const place = foldText(textOf(filter, "location") ?? "");
  const field = textOf(filter, "field_of_study");
  const schools = toFlags(
    SCHOOLS,
    (entry) =>
      (school === undefined || holdsPhrase(toWordLine(entry.name), school)) &&
      foldText(entry.place).includes(place),
  );
  const fields = new Set(
    FIELDS.filter((entry) => field === undefined || holdsPhrase(toWordLine(entry), field)),
  );
  return (index) => {
    const count = schoolCountOf(population, index);
    for (let nth = 0; nth < count; nth++) {
      const isMarked = schools[schoolAt(population, index, nth)] === 1;
      if (isMarked && fields.has(educationAt(population, index, nth).field)) return true;
    }
    return false;
  };
}

/** A proficiency asks for at least that level; an unknown one, or none, for any. */
function languagePredicate(
  { population }: FilterContext,
  filter: Readonly<Record<string, unknown>>,
): Predicate {
  const wanted = foldText(textOf(filter, "language") ?? "");
  const languages = new Set(LANGUAGES.filter((language) => foldText(language) === wanted));
  const least = PROFICIENCIES.indexOf(textOf(filter, "proficiency") ?? "");
  return (index) =>
    languagesOf(population, index).some(
      (known) => known.proficiency >= least && languages.has(known.language),
    );
}

interface YearRange {
  readonly from: number;
  readonly to: number;
}

/** "2_5" is two to five years, "10" ten or more; any other text finds nobody. */
function toYearRange(text: string): YearRange {
  const [, from, to] = /^(\d{1,3})(?:_(\d{1,3}))?$/.exec(text.trim()) ?? [];
  if (from === undefined) return { from: 1, to: 0 };
  return { from: Number(from), to: to === undefined ? Number.POSITIVE_INFINITY : Number(to) };
}

function yearsPredicate(ranges: readonly string[], yearsOf: (index: number) => number): Predicate {
  const wanted = ranges.map(toYearRange);
  return (index) => {
    const years = yearsOf(index);
    return wanted.some((range) => range.from <= years && years <= range.to);
  };
}

function namePredicate({ population }: FilterContext, name: string): Predicate {
  const wanted = foldText(name).trim().replace(/\s+/g, " ");
  return (index) => {
    const pool = FOLDED_NAME_POOLS.get(nameLocaleOf(population, index));
    if (pool === undefined) return false;
    const first = pool.first[population.hash(index, ATTRIBUTE.firstName) % pool.first.length] ?? "";
    const last = pool.last[population.hash(index, ATTRIBUTE.lastName) % pool.last.length] ?? "";
    return `${first} ${last}`.includes(wanted);
  };
}

type BackgroundFilter = (body: SearchBody, context: FilterContext) => Predicate | undefined;

/** Filters on what somebody has learnt and is called; cheap ones first. */
export const BACKGROUND_FILTERS: readonly BackgroundFilter[] = [
  (body, { population, day }) =>
    body.years_in_current_role &&
    yearsPredicate(body.years_in_current_role, (index) =>
      wholeYears(jobStartDay(population, index, population.currentJob(index, day)), day),
    ),
  (body, { population, day }) =>
    body.years_of_experience &&
    yearsPredicate(body.years_of_experience, (index) => wholeYears(careerStartDay(population, index), day)),
  (body, context) =>
    body.skills &&
    anyOf(
      body.skills.map((value) =>
        toPredicate(parseBooleanQuery(value), (phrase) => skillPhrasePredicate(context, phrase)),
      ),
    ),
  (body, context) => body.education && schoolPredicate(context, queryFlags(SCHOOL_LINES, body.education)),
  (body, context) => (body.name === undefined ? undefined : namePredicate(context, body.name)),
  (body, context) =>
    body.languages && anyOf(body.languages.map((filter) => languagePredicate(context, filter))),
  (body, context) =>
    body.educations && anyOf(body.educations.map((filter) => educationPredicate(context, filter))),
];
