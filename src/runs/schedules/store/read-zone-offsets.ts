import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../../database/database.ts";
import { StoreRefused } from "../../../values/errors.ts";

const offsetRow = z.object({ minutes: z.number() });
/** SQLSTATE of a time zone that Postgres does not know: invalid parameter value. */
const UNKNOWN_ZONE = "22023";

/** Returns how many minutes a zone is ahead of UTC at these instants, as the database sees it; null if it does not know the zone. */
export async function readZoneOffsets(
  db: Sql,
  timeZone: string,
  instants: readonly Date[],
): Promise<readonly number[] | null> {
  try {
    const rows = await db.rows(
      offsetRow,
      sql`select (extract(epoch from (at at time zone ${timeZone}::text) - (at at time zone 'UTC')) / 60)::integer as minutes
          from jsonb_array_elements_text(${JSON.stringify(instants)}::jsonb) with ordinality as instants(text, place),
            lateral (select text::timestamptz as at) as instant order by place`,
    );
    return rows.map(({ minutes }) => minutes);
  } catch (error) {
    if (error instanceof StoreRefused && error.code === UNKNOWN_ZONE) return null;
    throw error;
  }
}
