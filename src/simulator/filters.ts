import {
  BACKGROUND_FILTERS,
  SCHOOL_LINES,
  schoolPredicate,
  skillPhrasePredicate,
} from "./background-filters.ts";
import { parseBooleanQuery } from "./boolean-query.ts";
import { COMPANY_FILTERS, COMPANY_LINES, INDUSTRY_LINES, TITLE_FILTERS, TITLE_LINES } from "./job-filters.ts";
import { cityTable, PLACE_FILTERS } from "./place-filters.ts";
import {
  anyOf,
  makeJobPredicate,
  NOBODY,
  type Predicate,
  phraseTable,
  type Scene,
  type Table,
  toPredicate,
} from "./predicate.ts";
import type { JobScope, SearchBody } from "./search-body.ts";
import type { JobKey } from "./universe.ts";

type EntryOfJob = (index: number, job: JobKey) => number;

function markedJob(scene: Scene, scope: JobScope, table: Table, entryOf: EntryOfJob): Predicate {
  if (!table.includes(1)) return NOBODY;
  return makeJobPredicate(scene, scope, (index, job) => table[entryOf(index, job)] === 1);
}

/** Looks for a phrase in titles and companies of any job, skills, schools, home and current industry. */
function keywordPhrasePredicate(scene: Scene, phrase: string): Predicate {
  const { cityAt, companyAt, titleAt } = scene.universe;
  const cities = cityTable([phrase]);
  return anyOf([
    cities.includes(1) ? (index) => cities[cityAt(index)] === 1 : NOBODY,
    markedJob(scene, "current", phraseTable(INDUSTRY_LINES, [phrase]), companyAt),
    skillPhrasePredicate(scene, phrase),
    schoolPredicate(scene, phraseTable(SCHOOL_LINES, [phrase])),
    markedJob(scene, "both", phraseTable(TITLE_LINES, [phrase]), titleAt),
    markedJob(scene, "both", phraseTable(COMPANY_LINES, [phrase]), companyAt),
  ]);
}

function keywordFilter(body: SearchBody, scene: Scene): Predicate | undefined {
  if (body.keyword === undefined) return undefined;
  return toPredicate(parseBooleanQuery(body.keyword), (phrase) => keywordPhrasePredicate(scene, phrase));
}

/** Cheap and selective filters come first, because a person is looked at only until one fails. */
const FILTERS = [
  ...PLACE_FILTERS,
  ...TITLE_FILTERS,
  ...COMPANY_FILTERS,
  ...BACKGROUND_FILTERS,
  keywordFilter,
];

/** Different filters are AND-ed, the values of one are OR-ed; an empty list filters nothing. */
export function makeFilters(body: SearchBody, scene: Scene): readonly Predicate[] {
  const sent = Object.fromEntries(
    Object.entries(body).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  ) as SearchBody;
  return FILTERS.map((filter) => filter(sent, scene)).filter((predicate) => predicate !== undefined);
}
