import { type SQL, sql } from "drizzle-orm";

/** Texts as the rows of a subquery, for `in (…)` and `array(…)`; one parameter, however many they are. */
export function textList(texts: readonly string[]): SQL {
  return sql`select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb)`;
}
