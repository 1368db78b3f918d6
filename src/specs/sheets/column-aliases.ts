/** Common names for a column, by the name it has here. They are suggestions: nothing is renamed silently. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  spec: ["slug", "id", "spec_id", "spec_name", "search_name", "key"],
  name: ["person", "full_name", "person_name"],
  job_title: [
    "title",
    "titles",
    "job_titles",
    "job",
    "jobs",
    "role",
    "roles",
    "position",
    "positions",
    "current_title",
  ],
  exclude_job_titles: ["exclude_titles", "excluded_titles", "not_title", "exclude_job_title"],
  job_function: ["function", "functions", "department", "departments"],
  seniority: ["level", "levels", "seniority_level", "seniorities"],
  skills: ["skill", "technologies", "stack"],
  languages: ["language", "lang"],
  education: ["school", "schools", "university", "universities"],
  location: ["city", "cities", "locations", "place", "places", "country", "countries", "region", "geo"],
  location_radius: ["radius", "distance", "miles"],
  company: ["companies", "employer", "employers", "account", "accounts", "current_company"],
  exclude_companies: ["exclude_company", "excluded_companies", "not_company"],
  domain: ["domains", "website", "websites", "company_domain"],
  industry: ["industries", "sector", "sectors"],
  company_size: ["size", "sizes", "headcount", "employees", "company_sizes"],
  keyword: ["keywords", "query", "search", "boolean"],
  years_of_experience: ["experience", "years", "years_experience"],
  years_in_current_role: ["tenure", "years_in_role"],
  data_types: ["contact", "contacts", "email", "emails", "phone", "data_type"],
  reveal_info: ["reveal", "reveal_contacts"],
  output_fields: ["fields", "output"],
  budget_credits: ["budget", "credits", "max_credits", "credit_limit"],
  lifetime_credits: ["lifetime", "lifetime_budget", "total_budget", "total_credits"],
  max_pages: ["max", "pages", "limit", "page_limit"],
  refresh_days: ["refresh", "refresh_after"],
  stop_after_known_pages: ["stop_after", "known_pages"],
  nightly: ["schedule", "scheduled", "daily"],
  enabled: ["active", "on"],
  tags: ["tag", "label", "labels"],
  notes: ["note", "comment", "comments"],
};

const BY_ALIAS: ReadonlyMap<string, string> = new Map(
  Object.entries(ALIASES).flatMap(([column, aliases]) => aliases.map((alias) => [alias, column] as const)),
);

/** The column that a folded header most likely means, or undefined. */
export function columnOfAlias(header: string): string | undefined {
  return BY_ALIAS.get(header);
}
