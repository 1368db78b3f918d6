import { COMPANIES } from "./companies.ts";
import { foldText, toWordLine } from "./fold-text.ts";
import { FUNCTION_ROWS } from "./functions.ts";
import {
  makeJobPredicate,
  makeTable,
  type Predicate,
  phraseTable,
  queryTable,
  type Scene,
  type Table,
} from "./predicate.ts";
import type { JobScope, SearchBody } from "./search-body.ts";
import { SENIORITIES, TITLES } from "./titles.ts";

export const TITLE_LINES: readonly string[] = TITLES.map((title) => toWordLine(title.text));
export const COMPANY_LINES: readonly string[] = COMPANIES.map((company) => toWordLine(company.name));
export const INDUSTRY_LINES: readonly string[] = COMPANIES.map((company) => toWordLine(company.industry));

/** `current_titles_only` is true by default and gives way to `match_experience` (reference page). */
function titleScope(body: SearchBody): JobScope {
  return body.match_experience ?? (body.current_titles_only === false ? "both" : "current");
}

/** The reference page names no default for companies: here they match current and past jobs. */
function companyScope(body: SearchBody): JobScope {
  if (body.current_company_only === true) return "current";
  return body.match_experience ?? body.company_filter ?? "both";
}

/** Related titles are those of the same function and seniority as one that matches. */
function withRelated(table: Table): Table {
  const groups = new Set(
    TITLES.filter((_, position) => table[position] === 1).map(
      (title) => `${title.jobFunction}/${title.seniority}`,
    ),
  );
  return makeTable(TITLES, (title) => groups.has(`${title.jobFunction}/${title.seniority}`));
}

function titlePredicate(scene: Scene, scope: JobScope, table: Table): Predicate {
  return makeJobPredicate(scene, scope, (index, job) => table[scene.universe.titleAt(index, job)] === 1);
}

function companyPredicate(scene: Scene, scope: JobScope, table: Table): Predicate {
  return makeJobPredicate(scene, scope, (index, job) => table[scene.universe.companyAt(index, job)] === 1);
}

function not(predicate: Predicate): Predicate {
  return (index) => !predicate(index);
}

function equalsAny(values: readonly string[]): (text: string) => boolean {
  const folded = new Set(values.map((value) => foldText(value).trim()));
  return (text) => folded.has(foldText(text));
}

type JobFilter = (body: SearchBody, scene: Scene) => Predicate | undefined;

/** Filters on what somebody does; each gives undefined when its parameter was not sent. */
export const TITLE_FILTERS: readonly JobFilter[] = [
  (body, { universe }) => {
    if (body.job_function === undefined) return undefined;
    const names = FUNCTION_ROWS.map((row) => row.name);
    const table = makeTable(names, equalsAny(body.job_function));
    return (index) => table[universe.functionAt(index)] === 1;
  },
  (body, scene) => {
    if (body.seniority === undefined) return undefined;
    const isWanted = equalsAny(body.seniority);
    const table = makeTable(TITLES, (title) => isWanted(SENIORITIES[title.seniority] ?? ""));
    return titlePredicate(scene, "current", table);
  },
  (body, scene) => {
    if (body.job_title === undefined) return undefined;
    const table = queryTable(TITLE_LINES, body.job_title);
    return titlePredicate(
      scene,
      titleScope(body),
      body.include_related_job_titles === true ? withRelated(table) : table,
    );
  },
  (body, scene) =>
    body.exclude_job_titles &&
    not(titlePredicate(scene, titleScope(body), queryTable(TITLE_LINES, body.exclude_job_titles))),
];

/** Filters on whom somebody works for. */
export const COMPANY_FILTERS: readonly JobFilter[] = [
  (body, scene) =>
    body.company && companyPredicate(scene, companyScope(body), phraseTable(COMPANY_LINES, body.company)),
  (body, scene) =>
    body.exclude_companies &&
    not(companyPredicate(scene, companyScope(body), phraseTable(COMPANY_LINES, body.exclude_companies))),
  (body, scene) => {
    if (body.domain === undefined) return undefined;
    const isWanted = equalsAny(body.domain);
    return companyPredicate(
      scene,
      companyScope(body),
      makeTable(COMPANIES, (company) => isWanted(company.domain)),
    );
  },
  (body, scene) =>
    body.industry && companyPredicate(scene, "current", queryTable(INDUSTRY_LINES, body.industry)),
  (body, scene) => {
    if (body.company_size === undefined) return undefined;
    const isWanted = equalsAny(body.company_size);
    return companyPredicate(
      scene,
      "current",
      makeTable(COMPANIES, (company) => isWanted(company.size)),
    );
  },
];
