import { type SQL, sql } from "drizzle-orm";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import type { PersonKey } from "../../people/identity/person-keys.ts";
import { readNameQuestion } from "../../people/names/name-question.ts";
import { sanitizeText } from "../../values/text.ts";
import { type PersonLine, personLineSchema } from "../erasure-plan.ts";
import { findPeople } from "./find-people.ts";
import { isStored } from "./is-stored.ts";
import { PERSON_COLUMNS } from "./person-row.ts";

/** A longer list is no help in choosing. */
const MOST_LINES = 20;

export interface PeopleFound {
  /** At most 20. */
  readonly people: readonly PersonLine[];
  /** True if more people match. */
  readonly more: boolean;
}

/** Finds the person with exactly this id, else the people known by one of the keys, else those whose name has its words, in any order. */
export async function findByText(db: Sql, keys: readonly PersonKey[], name: string): Promise<PeopleFound> {
  const known = await findIds(db, keys, name);
  const shown = known.length > 0 ? sql`profiles.profile_id in (${textList(known)})` : nameMatches(name);
  const people = await db.rows(
    personLineSchema,
    sql`select ${PERSON_COLUMNS} from profiles join profile_search using (profile_id)
        where ${shown} order by profile_search.name, profiles.profile_id limit ${MOST_LINES + 1}`,
  );
  return { people: people.slice(0, MOST_LINES), more: people.length > MOST_LINES };
}

function nameMatches(typed: string): SQL {
  const { words, spellings } = readNameQuestion(typed);
  const wanted = words.length === 0 ? [typed] : words;
  const hasWords = sql.join(
    wanted.map((word) => sql`profile_search.name like containing(${word})`),
    sql` and `,
  );
  if (spellings.length === 0) return hasWords;
  return sql`(${hasWords} or replace(profile_search.name, ' ', '') in (
    select fold_text(spelling) from jsonb_array_elements_text(${JSON.stringify(spellings)}::jsonb) as spelling))`;
}

async function findIds(db: Sql, keys: readonly PersonKey[], text: string): Promise<string[]> {
  const id = sanitizeText(text);
  if (await isStored(db, id)) return [id];
  const { people: atHand } = await findPeople(db, keys, { deep: false });
  const { people } = atHand.length > 0 ? { people: atHand } : await findPeople(db, keys, { deep: true });
  return people.map(({ profileId }) => profileId);
}
