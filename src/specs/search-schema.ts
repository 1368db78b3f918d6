import { z } from "zod";
import { isPlainObject } from "../values/json.ts";
import { type ColumnDocs, columnDocs } from "./column-docs.ts";
import {
  isSearchParameterName,
  SEARCH_PARAMETER_NAMES,
  type SearchParameterName,
  type SearchParameters,
  searchShape,
} from "./search-parameters.ts";

function docsOf(name: SearchParameterName): ColumnDocs | undefined {
  return columnDocs.get(searchShape[name]);
}

/** Exclusions of the reference page: "Do not combine with". */
function forbidPair(schema: typeof plainSearch, name: SearchParameterName, other: SearchParameterName) {
  return schema.refine((search) => !(hasValue(search, name) && hasValue(search, other)), {
    path: [name],
    params: {
      found: `${name} together with ${other}`,
      expected: `only one of ${name} and ${other}`,
      fix: `clear ${name} or ${other}`,
    },
    // By default the rule would run only once everything else is correct, and the author would need two rounds.
    when: () => true,
  });
}

const plainSearch = z.strictObject(searchShape).partial();

/**
 * Parses a search: unknown parameters are refused because a server that ignores them would charge for a wider search;
 * blank texts, empty lists and nulls count as absent, and so does a value that equals the API's default.
 */
export const searchSchema = z
  .preprocess(
    withoutBlanks,
    forbidPair(
      forbidPair(plainSearch, "match_experience", "current_titles_only"),
      "match_experience",
      "company_filter",
    ).refine((search: unknown) => !isPlainObject(search) || FILTERS.some((name) => hasValue(search, name)), {
      params: {
        found: "no filter",
        expected:
          "at least one column that says who is wanted, such as job_title, location, company or keyword",
        fix: "fill in one of them: without, the search would buy everybody",
      },
      when: () => true,
    }),
  )
  .transform(withoutDefaults);

const FILTERS = SEARCH_PARAMETER_NAMES.filter((name) => docsOf(name)?.role === "filter");

const DEFAULTS = SEARCH_PARAMETER_NAMES.map((name) => [name, docsOf(name)?.apiDefault] as const).filter(
  ([, value]) => value !== undefined,
);

function hasValue(search: unknown, name: SearchParameterName): boolean {
  return isPlainObject(search) && search[name] !== undefined;
}

function withoutBlanks(search: unknown): unknown {
  if (!isPlainObject(search)) return search;
  const blanks = Object.keys(search).filter((name) => isSearchParameterName(name) && isBlank(search[name]));
  return blanks.length === 0 ? search : omit(search, blanks);
}

function omit(object: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function isBlank(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function withoutDefaults(search: z.output<typeof plainSearch>): SearchParameters;
function withoutDefaults(search: Readonly<Record<string, unknown>>): object {
  const needless = DEFAULTS.filter(([name, value]) => search[name] === value).map(([name]) => name);
  return needless.length === 0 ? search : omit(search, needless);
}
