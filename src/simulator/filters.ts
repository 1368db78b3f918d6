import {
  BACKGROUND_FILTERS,
  SCHOOL_LINES,
  schoolPredicate,
  skillPhrasePredicate,
} from "./background-filters.ts";
import { parseBooleanQuery } from "./boolean-query.ts";
import { COMPANY_FILTERS, COMPANY_LINES, INDUSTRY_LINES, TITLE_FILTERS, TITLE_LINES } from "./job-filters.ts";
import { cityFlags, PLACE_FILTERS } from "./place-filters.ts";
import type { JobKey } from "./population.ts";
import {
  anyOf,
  type FilterContext,
  type Flags,
  MATCHES_NONE,
  makeJobPredicate,
  type Predicate,
  phraseFlags,
  toPredicate,
} from "./predicate.ts";
import type { JobScope, SearchBody } from "./search-body.ts";

type EntryOfJob = (index: number, job: JobKey) => number;

function markedJob(context: FilterContext, scope: JobScope, flags: Flags, entryOf: EntryOfJob): Predicate {
  if (!flags.includes(1)) return MATCHES_NONE;
  return makeJobPredicate(context, scope, (index, job) => flags[entryOf(index, job)] === 1);
}

/** Looks for a phrase in titles and companies of any job, skills, schools, home and current industry. */
function keywordPhrasePredicate(context: FilterContext, phrase: string): Predicate {
  const { cityAt, companyAt, titleAt } = context.population;
  const cities = cityFlags([phrase]);
  return anyOf([
    cities.includes(1) ? (index) => cities[cityAt(index)] === 1 : MATCHES_NONE,
    markedJob(context, "current", phraseFlags(INDUSTRY_LINES, [phrase]), companyAt),
    skillPhrasePredicate(context, phrase),
    schoolPredicate(context, phraseFlags(SCHOOL_LINES, [phrase])),
    markedJob(context, "both", phraseFlags(TITLE_LINES, [phrase]), titleAt),
    markedJob(context, "both", phraseFlags(COMPANY_LINES, [phrase]), companyAt),
  ]);
}

function keywordFilter(body: SearchBody, context: FilterContext): Predicate | undefined {
  if (body.keyword === undefined) return undefined;
  return toPredicate(parseBooleanQuery(body.keyword), (phrase) => keywordPhrasePredicate(context, phrase));
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
export function makeFilters(body: SearchBody, context: FilterContext): readonly Predicate[] {
  const sent = Object.fromEntries(
    Object.entries(body).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  ) as SearchBody;
  return FILTERS.map((filter) => filter(sent, context)).filter((predicate) => predicate !== undefined);
}
