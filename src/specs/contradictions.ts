import { foldCase } from "../values/text.ts";
import type { ColumnValues } from "./column-values.ts";

/** Two parts of a spec that do not go together, or one that does nothing without another. */
export interface Contradiction {
  readonly column: string;
  readonly message: string;
  /** The columns whose emptiness it is about; empty where it is about what is there. */
  readonly absent: readonly string[];
}

/** Columns that do nothing unless one of the others is filled in. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  location_radius: ["location"],
  company_filter: ["company"],
  current_company_only: ["company", "domain", "industry", "company_size"],
  match_experience: ["job_title", "company"],
  current_titles_only: ["job_title"],
  include_related_job_titles: ["job_title"],
};
const MESSAGES: Readonly<Record<string, string>> = {
  location_radius: "a radius without a location has nothing to go round; fill in location",
  company_filter: "it says how companies match, and there is no company; fill in company or clear it",
  current_company_only: "it says how companies match, and there is none; fill in company or clear it",
  match_experience:
    "it says how titles and companies match, and there are none; fill in job_title or company, or clear it",
  current_titles_only: "it says how titles match, and there is none; fill in job_title or clear it",
  include_related_job_titles: "it says how titles match, and there is none; fill in job_title or clear it",
};

/** What contradicts itself in a spec, or has no effect: worth saying before it is paid for. */
export function contradictions(values: ColumnValues): Contradiction[] {
  return [
    ...lonelyOptions(values),
    ...scopes(values),
    ...includedAndExcluded(values, "job_title", "exclude_job_titles"),
    ...includedAndExcluded(values, "company", "exclude_companies"),
    ...contacts(values),
    ...settings(values),
  ];
}

function lonelyOptions(values: ColumnValues): Contradiction[] {
  return Object.entries(NEEDS).flatMap(([column, absent]) => {
    const value = values.get(column);
    if (value === undefined || absent.some((other) => values.has(other))) return [];
    // Yes is what the API does by itself for current titles; no is what it does for the other flags.
    if (value === (column === "current_titles_only")) return [];
    return [{ column, message: MESSAGES[column] ?? "", absent }];
  });
}

function scopes(values: ColumnValues): Contradiction[] {
  if (values.get("current_company_only") !== true) return [];
  return ["company_filter", "match_experience"].flatMap((column) => {
    if (values.get(column) !== "past") return [];
    const message =
      "past companies are asked for, and current_company_only allows current ones only; clear one of them";
    return [{ column, message, absent: [] }];
  });
}

function includedAndExcluded(values: ColumnValues, column: string, exclusion: string): Contradiction[] {
  const excluded = new Set(textsOf(values, exclusion).map(foldCase));
  const both = textsOf(values, column).filter((text) => excluded.has(foldCase(text)));
  if (both.length === 0) return [];
  const message = `${both.join(" | ")} is included and excluded by ${exclusion}; remove it from one of them`;
  return [{ column, message, absent: [] }];
}

function contacts(values: ColumnValues): Contradiction[] {
  const types = textsOf(values, "data_types");
  const reveals = values.get("reveal_info") === true;
  if (reveals && types.length === 0) {
    const message =
      "contact details are to be revealed, and data_types does not say which; fill in data_types";
    return [{ column: "reveal_info", message, absent: ["data_types"] }];
  }
  if (reveals || types.length === 0) return [];
  const message =
    "contact details are named, and reveal_info does not ask to reveal them; write reveal_info yes or clear data_types";
  return [
    { column: "data_types", message, absent: values.get("reveal_info") === false ? [] : ["reveal_info"] },
  ];
}

function settings(values: ColumnValues): Contradiction[] {
  const budget = values.get("budget_credits");
  const lifetime = values.get("lifetime_credits");
  const found: Contradiction[] = [];
  if (typeof budget === "number" && typeof lifetime === "number" && budget > lifetime) {
    const message = `${budget} credits a run are more than the ${lifetime} that the spec may ever cost; lower it or raise lifetime_credits`;
    found.push({ column: "budget_credits", message, absent: [] });
  }
  if (values.get("nightly") === true && values.get("enabled") === false) {
    const message =
      "nightly runs are to take the spec, and enabled keeps every run from it; change one of them";
    found.push({ column: "nightly", message, absent: [] });
  }
  return found;
}

function textsOf(values: ColumnValues, column: string): string[] {
  const list = values.get(column);
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === "string") : [];
}
