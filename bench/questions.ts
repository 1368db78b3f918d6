import type pg from "pg";
import { bindQuery, type NamedQuery, type Statement } from "../src/query/named-queries.ts";

/** Somebody of the store, whose values are asked for. */
export interface Sample {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly company: string;
  readonly formerCompany: string;
  readonly place: string;
  readonly skills: readonly string[];
  readonly school: string;
  /** A run that is not the first one. */
  readonly run: number;
  readonly nth: number;
}

export interface Question {
  readonly name: string;
  /** Whether no index can help, because the answer counts everybody. */
  readonly readsAll: boolean;
  ask(sample: Sample, mostRows: number): Statement;
}

export const SAMPLES = 40;

const SAMPLE = `
  select profile_id as id, full_name as name, current_title as title, current_company as company, location as place, skills,
    experiences->(jsonb_array_length(experiences) - 1)->>'companyName' as "formerCompany",
    educations->0->>'school' as school, greatest(2, (select max(id) from runs) - (row_number() over ()) % 20) as run,
    (row_number() over ())::integer as nth
  from profiles tablesample bernoulli (5) repeatable (1)
  where full_name is not null and current_title is not null and current_company is not null and location is not null and cardinality(skills) > 3
    and jsonb_array_length(educations) > 0 and jsonb_array_length(experiences) > 1
  order by hashtext(profile_id) limit ${SAMPLES}`;

/** Different people, the same in every store of that size. */
export async function samplePeople(client: pg.Client): Promise<Sample[]> {
  return (await client.query<Sample>(SAMPLE)).rows;
}

const READ_ALL = new Set(["several-specs", "credits-per-new-profile", "spec-overlap", "possible-duplicates"]);

type Values = Readonly<Record<string, string>>;
const lastWords = (title: string) => title.split(" ").slice(-2).join(" ");

/** Values of those queries that take some which are worth varying. */
const VALUES: Readonly<Record<string, (sample: Sample) => Values>> = {
  "run-delta": ({ run }) => ({ before: String(run - 1), after: String(run) }),
  "title-place-skills": ({ title, place, skills }) => ({
    title: lastWords(title),
    place: place.split(",")[0] ?? place,
    skills: skills.slice(0, 1).join(","),
  }),
  "at-company": ({ company }) => ({ company }),
  "formerly-at-company": ({ formerCompany }) => ({ company: formerCompany }),
  "years-in-role": ({ title, nth }) => ({ years: String(1 + (nth % 8)), title: lastWords(title) }),
  "not-exported": ({ nth }) => ({ to: nth % 2 === 0 ? "greenhouse" : "hubspot" }),
  "new-this-week": ({ nth }) => ({ days: String(1 + nth) }),
  "newly-open-to-work": ({ nth }) => ({ days: String(1 + nth) }),
  "changed-job": ({ nth }) => ({ days: String(1 + nth) }),
  stale: ({ nth }) => ({ days: String(30 * (1 + (nth % 12))) }),
  alumni: ({ school }) => ({ school }),
  provenance: ({ id }) => ({ profile: id }),
};

const PEOPLE =
  "select profile_id, full_name, current_title, current_company, location, linkedin_url from candidates";

/** What people type who write SQL. */
const TYPED: readonly (readonly [string, string, (sample: Sample) => readonly string[]])[] = [
  ["skills all-of", "skills_folded @> fold_list($2)", ({ skills }) => [skills.slice(0, 3).join(",")]],
  ["title like", "title_folded like containing($2)", ({ title }) => [title]],
  ["name like", "name_folded like containing($2)", ({ name }) => [name]],
  ["company equals", "company_folded = fold_text($2)", ({ company }) => [company]],
  [
    "full text",
    "document @@ search_question($2)",
    ({ title, skills }) => [`${lastWords(title)} ${skills[1] ?? ""}`],
  ],
  [
    "place + title + skill",
    "location_folded = fold_text($2) and title_folded like containing($3) and skills_folded @> fold_list($4)",
    ({ place, title, skills }) => [place, title, skills[0] ?? ""],
  ],
  ["one person", "profile_id = $2", ({ id }) => [id]],
];

export function questionsAbout(named: readonly NamedQuery[]): Question[] {
  return [
    ...named.map((query) => ({
      name: query.name,
      readsAll: READ_ALL.has(query.name),
      ask: (sample: Sample, mostRows: number) =>
        bindQuery(query, new Map(Object.entries(VALUES[query.name]?.(sample) ?? {})), mostRows),
    })),
    ...TYPED.map(([name, condition, values]) => ({
      name: `SQL: ${name}`,
      readsAll: false,
      ask: (sample: Sample, mostRows: number) => ({
        sql: `${PEOPLE} where ${condition} limit $1`,
        parameters: [String(mostRows), ...values(sample)],
      }),
    })),
  ];
}
