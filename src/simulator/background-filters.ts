import { educationAt, languagesOf, schoolAt, schoolCountOf, someSkill } from "./background-traits.ts";
import { FOREIGN_LANGUAGES, PROFICIENCIES, SCHOOLS } from "./backgrounds.ts";
import { parseBooleanQuery } from "./boolean-query.ts";
import { wholeYears } from "./calendar.ts";
import { CITIES } from "./cities.ts";
import { foldText, holdsPhrase, toWordLine } from "./fold-text.ts";
import { FUNCTION_ROWS } from "./functions.ts";
import { careerStartDay, jobStartDay } from "./invented-person.ts";
import { FOLDED_NAME_POOLS } from "./names.ts";
import {
  anyOf,
  makeTable,
  NOBODY,
  type Predicate,
  phraseTable,
  queryTable,
  type Scene,
  type Table,
  toPredicate,
} from "./predicate.ts";
import type { SearchBody } from "./search-body.ts";
import { SKILLS } from "./skills.ts";
import { nameCultureOf, TRAIT } from "./universe.ts";

export const SCHOOL_LINES: readonly string[] = SCHOOLS.map((school) => toWordLine(school.name));
const SKILL_LINES = SKILLS.map(toWordLine);

/** Whether a phrase stands in any skill of a person. */
export function skillPhrasePredicate(scene: Scene, phrase: string): Predicate {
  const table = phraseTable(SKILL_LINES, [phrase]);
  const isMarked = (position: number): boolean => table[position] === 1;
  if (!table.includes(1)) return NOBODY;
  return (index) => someSkill(scene.universe, index, isMarked);
}

/** Whether a person attended a marked school. */
export function schoolPredicate({ universe }: Scene, table: Table): Predicate {
  if (!table.includes(1)) return NOBODY;
  return (index) => {
    const count = schoolCountOf(universe, index);
    for (let nth = 0; nth < count; nth++) if (table[schoolAt(universe, index, nth)] === 1) return true;
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
function educationPredicate({ universe }: Scene, filter: Readonly<Record<string, unknown>>): Predicate {
  const school = textOf(filter, "school_name");
  const place = foldText(textOf(filter, "location") ?? "");
  const field = textOf(filter, "field_of_study");
  const schools = makeTable(
    SCHOOLS,
    (entry) =>
      (school === undefined || holdsPhrase(toWordLine(entry.name), school)) &&
      foldText(entry.place).includes(place),
  );
  const fields = new Set(
    FIELDS.filter((entry) => field === undefined || holdsPhrase(toWordLine(entry), field)),
  );
  return (index) => {
    const count = schoolCountOf(universe, index);
    for (let nth = 0; nth < count; nth++) {
      const isMarked = schools[schoolAt(universe, index, nth)] === 1;
      if (isMarked && fields.has(educationAt(universe, index, nth).field)) return true;
    }
    return false;
  };
}

/** A proficiency asks for at least that level; an unknown one, or none, for any. */
function languagePredicate({ universe }: Scene, filter: Readonly<Record<string, unknown>>): Predicate {
  const wanted = foldText(textOf(filter, "language") ?? "");
  const languages = new Set(LANGUAGES.filter((language) => foldText(language) === wanted));
  const least = PROFICIENCIES.indexOf(textOf(filter, "proficiency") ?? "");
  return (index) =>
    languagesOf(universe, index).some((known) => known.proficiency >= least && languages.has(known.language));
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

function namePredicate({ universe }: Scene, name: string): Predicate {
  const wanted = foldText(name).trim().replace(/\s+/g, " ");
  return (index) => {
    const pool = FOLDED_NAME_POOLS.get(nameCultureOf(universe, index));
    if (pool === undefined) return false;
    const first = pool.first[universe.hash(index, TRAIT.firstName) % pool.first.length] ?? "";
    const last = pool.last[universe.hash(index, TRAIT.lastName) % pool.last.length] ?? "";
    return `${first} ${last}`.includes(wanted);
  };
}

type BackgroundFilter = (body: SearchBody, scene: Scene) => Predicate | undefined;

/** Filters on what somebody has learnt and is called; cheap ones first. */
export const BACKGROUND_FILTERS: readonly BackgroundFilter[] = [
  (body, { universe, day }) =>
    body.years_in_current_role &&
    yearsPredicate(body.years_in_current_role, (index) =>
      wholeYears(jobStartDay(universe, index, universe.currentJob(index, day)), day),
    ),
  (body, { universe, day }) =>
    body.years_of_experience &&
    yearsPredicate(body.years_of_experience, (index) => wholeYears(careerStartDay(universe, index), day)),
  (body, scene) =>
    body.skills &&
    anyOf(
      body.skills.map((value) =>
        toPredicate(parseBooleanQuery(value), (phrase) => skillPhrasePredicate(scene, phrase)),
      ),
    ),
  (body, scene) => body.education && schoolPredicate(scene, queryTable(SCHOOL_LINES, body.education)),
  (body, scene) => (body.name === undefined ? undefined : namePredicate(scene, body.name)),
  (body, scene) => body.languages && anyOf(body.languages.map((filter) => languagePredicate(scene, filter))),
  (body, scene) =>
    body.educations && anyOf(body.educations.map((filter) => educationPredicate(scene, filter))),
];
