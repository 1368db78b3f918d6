import { z } from "zod";

/** "Maximum array length: 50", said of every list on the reference page but `data_types` (3). */
const LONGEST_LIST = 50;

const texts = z.array(z.string()).max(LONGEST_LIST).optional();
const objects = z.array(z.looseObject({})).max(LONGEST_LIST).optional();
const flag = z.boolean().optional();
const scope = z.enum(["current", "past", "both"]).optional();

/**
 * Every body parameter of the reference page with its type, range and length. Anything else in a body is
 * dropped in silence, as a server may do.
 */
const bodySchema = z.object({
  page: z.int().min(1).default(1),
  name: z.string().max(200).optional(),
  job_title: texts,
  exclude_job_titles: texts,
  current_titles_only: flag,
  include_related_job_titles: flag,
  job_function: texts,
  seniority: texts,
  match_experience: scope,
  skills: texts,
  languages: objects,
  education: texts,
  educations: objects,
  location: texts,
  location_radius: z.int().min(1).max(500).optional(),
  current_work_location: texts,
  past_work_location: texts,
  company: texts,
  company_filter: scope,
  current_company_only: flag,
  exclude_companies: texts,
  domain: texts,
  industry: texts,
  company_size: texts,
  keyword: z.string().max(500).optional(),
  years_of_experience: texts,
  years_in_current_role: texts,
  data_types: z
    .array(z.enum(["personal_email", "work_email", "phone"]))
    .max(3)
    .optional(),
  reveal_info: flag,
  detailed_experience: flag,
  detailed_education: flag,
  output_fields: texts,
});

/** A body as the server understood it. */
export type SearchBody = z.infer<typeof bodySchema>;

export type JobScope = "current" | "past" | "both";

export type ParsedBody =
  | { readonly ok: true; readonly body: SearchBody }
  | { readonly ok: false; readonly problem: string };

/** "Do not combine with …" on the reference page; only the presence of both counts, not their values. */
const EXCLUSIONS = [
  ["match_experience", "current_titles_only"],
  ["match_experience", "company_filter"],
] as const;

/** Checks a decoded body; a problem reads "field: reason", as the documented validation_error does. */
export function parseSearchBody(decoded: unknown): ParsedBody {
  const result = bodySchema.safeParse(decoded);
  if (!result.success) {
    const issue = result.error.issues[0];
    return { ok: false, problem: `${issue?.path.join(".") || "body"}: ${issue?.message ?? "is not valid"}` };
  }
  const body = result.data;
  for (const [field, other] of EXCLUSIONS) {
    if (body[field] !== undefined && body[other] !== undefined) {
      return { ok: false, problem: `${field}: cannot be combined with ${other}` };
    }
  }
  return { ok: true, body };
}

/** What does not choose people: it is left out of a search's identity. */
const NOT_A_FILTER: ReadonlySet<string> = new Set([
  "page",
  "data_types",
  "reveal_info",
  "detailed_experience",
  "detailed_education",
  "output_fields",
]);

/** The filters of a body as one text: equal for two bodies that ask for the same people in the same words. */
export function searchKeyOf(body: SearchBody): string {
  const filters = Object.entries(body).filter(
    ([name, value]) => value !== undefined && !NOT_A_FILTER.has(name),
  );
  return JSON.stringify(filters.sort(([one], [other]) => (one < other ? -1 : 1)));
}
