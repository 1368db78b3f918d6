/** A question that ships with the project. */
export interface NamedQuery {
  readonly name: string;
  readonly about: string;
  /** In the order of $1, $2, … */
  readonly parameters: readonly {
    readonly name: string;
    readonly about: string;
    readonly otherwise: string | null;
  }[];
  readonly sql: string;
}

const none: NamedQuery["parameters"] = [];
const most = { name: "limit", about: "most rows", otherwise: "50" };
const days = (about: string, otherwise: string) => ({ name: "days", about, otherwise });

export const NAMED_QUERIES: readonly NamedQuery[] = [
  {
    name: "new-people",
    about: "people first seen in the last days, newest first",
    parameters: [days("how many days back", "1"), most],
    sql: `select full_name, current_title, current_company, location, spec, first_seen_at, linkedin_url from new_candidates
          where first_seen_at > now() - make_interval(days => $1::integer)
          order by first_seen_at desc, full_name limit $2::integer`,
  },
  {
    name: "job-changes",
    about: "people whose current job changed, newest first",
    parameters: [days("how many days back", "30"), most],
    sql: `select full_name, from_title, from_company, to_title, to_company, noticed_at from job_changes
          where noticed_at > now() - make_interval(days => $1::integer) order by noticed_at desc limit $2::integer`,
  },
  {
    name: "spend-by-spec",
    about: "credits, people and credits per new profile of every spec",
    parameters: none,
    sql: `select spec, sum(new_to_store) as new_to_store, sum(credits)::bigint as credits,
            sum(credits_in_suspense)::bigint as in_suspense,
            round(sum(credits) / nullif(sum(new_to_store), 0), 2) as credits_per_new_person
          from spend_by_spec group by spec order by credits desc, spec`,
  },
  {
    name: "spend-by-day",
    about: "credits and new people of every day",
    parameters: none,
    sql: `select day, pages, new_to_store, credits from spend_by_day order by day desc`,
  },
  {
    name: "top-companies",
    about: "where the most people work now",
    parameters: [most],
    sql: `select current_company, count(*) as people from candidates where current_company is not null
          group by current_company order by people desc, current_company limit $1::integer`,
  },
  {
    name: "top-titles",
    about: "the most frequent current titles",
    parameters: [most],
    sql: `select current_title, count(*) as people from candidates where current_title is not null
          group by current_title order by people desc, current_title limit $1::integer`,
  },
  {
    name: "with-work-email",
    about: "people with a work e-mail address, newest first",
    parameters: [most],
    sql: `select full_name, current_title, current_company, string_agg(value, ', ' order by value) as work_emails,
            linkedin_url, candidates.first_seen_at
          from candidates join contacts using (profile_id) where kind = 'email' and type = 'work'
          group by profile_id, full_name, current_title, current_company, linkedin_url, candidates.first_seen_at
          order by candidates.first_seen_at desc, full_name limit $1::integer`,
  },
  {
    name: "overlap",
    about: "people found by several specs, most first",
    parameters: [most],
    sql: `select full_name, current_title, cardinality(specs) as found_by, specs_text from candidates
          where cardinality(specs) > 1 order by found_by desc, full_name limit $1::integer`,
  },
  {
    name: "skills",
    about: "the most frequent skills",
    parameters: [most],
    sql: `select skill, count(*) as people from profiles, unnest(skills) as skill
          group by skill order by people desc, skill limit $1::integer`,
  },
  {
    name: "duplicates",
    about: "pairs of people with one LinkedIn name and two ids",
    parameters: none,
    sql: "select * from possible_duplicates order by linkedin_slug",
  },
  {
    name: "provenance",
    about: "where one person comes from: spec, run, page, call and credits",
    parameters: [{ name: "profile", about: "the profile_id", otherwise: null }],
    sql: "select * from provenance where profile_id = $1 order by call_id, position",
  },
  {
    name: "stale",
    about: "people whom no answer has shown for days",
    parameters: [days("how many days", "180"), most],
    sql: `select profile_id, full_name, last_seen_at from candidates
          where last_seen_at < now() - make_interval(days => $1::integer) order by last_seen_at limit $2::integer`,
  },
];
