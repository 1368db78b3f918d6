import { type SQL, sql } from "drizzle-orm";

/** A subquery whose rows are these texts, for `in (…)` and `array(…)`. It always uses one parameter. */
export function textList(texts: readonly string[]): SQL {
  return sql`select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb)`;
}

/** A subquery whose rows are these ids. It always uses one parameter. */
export function idList(ids: readonly number[]): SQL {
  return sql`select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint`;
}
