import { z } from "zod";
import type { Frozen } from "../values/json.ts";
import { type ColumnDocs, columnDocs } from "./column-docs.ts";
import { enumListSchema, objectListSchema, textListSchema, textSchema } from "./spec-schemas.ts";

/** "Maximum array length: 50", said of every list on the reference page but `data_types`. */
const MAX_LIST_LENGTH = 50;
const YEARS = ["0_1", "1_2", "2_5", "3_5", "6_10", "10"];
const PROFICIENCIES = [
  "elementary",
  "limited_working",
  "professional_working",
  "full_professional",
  "native_or_bilingual",
];
const SENIORITIES = "Owner / Founder,CXO,Partner,VP,Head,Director,Manager,Senior,Entry,Intern".split(",");
const SIZES = ["1_10", "11_50", "51_200", "201_500", "501_1000", "1001_5000", "5001_10000", "10001"];

type Details = Omit<ColumnDocs, "help" | "example" | "role">;

const filter = (help: string, example: string, details: Details = {}): ColumnDocs => ({
  role: "filter",
  help,
  example,
  ...details,
});
const exclusion = (help: string, example: string): ColumnDocs => ({ role: "exclusion", help, example });
const option = (help: string, example: string, details: Details = {}): ColumnDocs => ({
  role: "option",
  help,
  example,
  ...details,
});
const text = (maxLength: number, docs: ColumnDocs) => textSchema(maxLength).register(columnDocs, docs);
const texts = (docs: ColumnDocs) => textListSchema(MAX_LIST_LENGTH).register(columnDocs, docs);
const objects = (docs: ColumnDocs) => objectListSchema(MAX_LIST_LENGTH).register(columnDocs, docs);
const flag = (docs: ColumnDocs) => z.boolean().register(columnDocs, docs);
const timeScope = (docs: ColumnDocs) => z.enum(["current", "past", "both"]).register(columnDocs, docs);

/**
 * Every body parameter of the endpoint's reference page but `page`, in its order, with its types, ranges and lengths.
 * `include_related_job_titles` has lost its name there: only its sentence is left, so the name is a likely guess.
 * Lists of known values are suggestions: the page lists none.
 */
export const searchShape = {
  name: text(200, filter("Full or partial name of the person.", "Jane Doe")),
  job_title: texts(filter("Job titles to include.", "VP of Product | Head of Product")),
  exclude_job_titles: texts(exclusion("Job titles to exclude.", "Assistant")),
  current_titles_only: flag(
    option("Match current job titles only; no matches past ones too. Not with match_experience.", "no", {
      apiDefault: true,
    }),
  ),
  include_related_job_titles: flag(option("Match related job titles too.", "yes")),
  job_function: texts(filter("Job functions to include.", "Product Management")),
  seniority: texts(filter("Seniority levels to include.", "VP | Head", { known: SENIORITIES })),
  match_experience: timeScope(
    option(
      "Whether titles and companies match current or past roles, or both. Not with current_titles_only or company_filter.",
      "both",
    ),
  ),
  skills: texts(
    filter("Skills to include; AND, OR, NOT and brackets may be used.", "SaaS | Product Management"),
  ),
  languages: objects(
    filter(
      "Languages, with a proficiency if wanted.",
      '[{"language":"French","proficiency":"native_or_bilingual"}]',
      {
        knownKeys: { language: [], proficiency: PROFICIENCIES },
      },
    ),
  ),
  education: texts(filter("Schools or institutions to include.", "HEC Paris")),
  educations: objects(
    filter("Education by school, field or place.", '[{"school_name":"HEC Paris"}]', {
      knownKeys: { school_name: [], field_of_study: [], location: [] },
    }),
  ),
  location: texts(filter("Places to include.", "Paris, France | London, United Kingdom", { place: true })),
  location_radius: z
    .int()
    .min(1)
    .max(500)
    .register(columnDocs, option("Radius round the places of location, probably in miles.", "25")),
  current_work_location: texts(filter("Current work places to include.", "Paris, France", { place: true })),
  past_work_location: texts(filter("Past work places to include.", "Berlin, Germany", { place: true })),
  company: texts(filter("Companies to include.", "Stripe | Datadog")),
  company_filter: timeScope(
    option("Whether companies match current or past roles, or both. Not with match_experience.", "current"),
  ),
  current_company_only: flag(option("Match current companies only.", "yes")),
  exclude_companies: texts(exclusion("Companies to exclude.", "ExampleCo")),
  domain: texts(filter("Company domains to include.", "stripe.com")),
  industry: texts(filter("Industries to include.", "Software Development")),
  company_size: texts(filter("Company sizes to include.", "11_50 | 51_200", { known: SIZES })),
  keyword: text(500, filter("Free text, or words with AND, OR, NOT and brackets.", "B2B AND SaaS")),
  years_of_experience: texts(filter("Years of experience.", "6_10 | 10", { known: YEARS })),
  years_in_current_role: texts(filter("Years in the current role.", "2_5", { known: YEARS })),
  data_types: enumListSchema(["personal_email", "work_email", "phone"], 3).register(
    columnDocs,
    option("Contact details to ask for.", "work_email"),
  ),
  reveal_info: flag(option("Try to reveal contact details; its price is not documented.", "no")),
  detailed_experience: flag(option("Ask for detailed experience.", "yes")),
  detailed_education: flag(option("Ask for detailed education.", "yes")),
  output_fields: texts(option("Further fields to ask for.", "headline")),
};

/** A search in canonical form, ready to be sent: nothing blank, nothing that equals the API's default, deeply frozen. */
export type SearchParameters = {
  readonly [Name in keyof typeof searchShape]?: Frozen<z.output<(typeof searchShape)[Name]>>;
};

export type SearchParameterName = keyof typeof searchShape;

/** In the order of the reference page. */
export const SEARCH_PARAMETER_NAMES: readonly SearchParameterName[] = Object.freeze(
  Object.keys(searchShape).filter(isSearchParameterName),
);

/** True for the name of a body parameter that a spec may set. */
export function isSearchParameterName(name: string): name is SearchParameterName {
  return Object.hasOwn(searchShape, name);
}
