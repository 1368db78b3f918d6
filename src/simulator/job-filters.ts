import { COMPANIES } from "./companies.ts";
import { foldText, toWordLine } from "./fold-text.ts";
import { FUNCTION_ROWS } from "./functions.ts";
import {
  type FilterContext,
  type Flags,
  makeJobPredicate,
  type Predicate,
  phraseFlags,
  queryFlags,
  toFlags,
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
function withRelated(flags: Flags): Flags {
  const groups = new Set(
    TITLES.filter((_, position) => flags[position] === 1).map(
      (title) => `${title.jobFunction}/${title.seniority}`,
    ),
  );
  return toFlags(TITLES, (title) => groups.has(`${title.jobFunction}/${title.seniority}`));
}

function titlePredicate(context: FilterContext, scope: JobScope, flags: Flags): Predicate {
  return makeJobPredicate(
    context,
    scope,
    (index, job) => flags[context.population.titleAt(index, job)] === 1,
  );
}

function companyPredicate(context: FilterContext, scope: JobScope, flags: Flags): Predicate {
  return makeJobPredicate(
    context,
    scope,
    (index, job) => flags[context.population.companyAt(index, job)] === 1,
  );
}

function not(predicate: Predicate): Predicate {
  return (index) => !predicate(index);
}

function equalsAny(values: readonly string[]): (text: string) => boolean {
  const folded = new Set(values.map((value) => foldText(value).trim()));
  return (text) => folded.has(foldText(text));
}

type JobFilter = (body: SearchBody, context: FilterContext) => Predicate | undefined;

/** Filters on what somebody does; each gives undefined when its parameter was not sent. */
export const TITLE_FILTERS: readonly JobFilter[] = [
  (body, { population }) => {
    if (body.job_function === undefined) return undefined;
    const names = FUNCTION_ROWS.map((row) => row.name);
    const flags = toFlags(names, equalsAny(body.job_function));
    return (index) => flags[population.functionAt(index)] === 1;
  },
  (body, context) => {
    if (body.seniority === undefined) return undefined;
    const isWanted = equalsAny(body.seniority);
    const flags = toFlags(TITLES, (title) => isWanted(SENIORITIES[title.seniority] ?? ""));
    return titlePredicate(context, "current", flags);
  },
  (body, context) => {
    if (body.job_title === undefined) return undefined;
    const flags = queryFlags(TITLE_LINES, body.job_title);
    return titlePredicate(
      context,
      titleScope(body),
      body.include_related_job_titles === true ? withRelated(flags) : flags,
    );
  },
  (body, context) =>
    body.exclude_job_titles &&
    not(titlePredicate(context, titleScope(body), queryFlags(TITLE_LINES, body.exclude_job_titles))),
];

/** Filters on whom somebody works for. */
export const COMPANY_FILTERS: readonly JobFilter[] = [
  (body, context) =>
    body.company && companyPredicate(context, companyScope(body), phraseFlags(COMPANY_LINES, body.company)),
  (body, context) =>
    body.exclude_companies &&
    not(companyPredicate(context, companyScope(body), phraseFlags(COMPANY_LINES, body.exclude_companies))),
  (body, context) => {
    if (body.domain === undefined) return undefined;
    const isWanted = equalsAny(body.domain);
    return companyPredicate(
      context,
      companyScope(body),
      toFlags(COMPANIES, (company) => isWanted(company.domain)),
    );
  },
  (body, context) =>
    body.industry && companyPredicate(context, "current", queryFlags(INDUSTRY_LINES, body.industry)),
  (body, context) => {
    if (body.company_size === undefined) return undefined;
    const isWanted = equalsAny(body.company_size);
    return companyPredicate(
      context,
      "current",
      toFlags(COMPANIES, (company) => isWanted(company.size)),
    );
  },
];
