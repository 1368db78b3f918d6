import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import { keysOfEntry, makeKeyMatcher, type PersonKey } from "../../people/identity/person-keys.ts";
import { parseProfile } from "../../people/profile.ts";
import { toLikePattern } from "./loose-pattern.ts";

const rejectedRow = z.object({
  callId: z.number(),
  position: z.number(),
  path: z.string(),
  reason: z.string(),
  raw: z.string(),
});
type RejectedRow = z.infer<typeof rejectedRow>;

/** Returns the rejected profiles of people known by one of these keys. */
export async function readRejected(db: Sql, keys: readonly PersonKey[]): Promise<RejectedRow[]> {
  const patterns = keys.map(toLikePattern);
  const rows = await db.rows(
    rejectedRow,
    sql`select call_id as "callId", position, path, reason, raw from rejected_profiles
        where raw collate "C" ilike any (array(${textList(patterns)})) order by call_id, position`,
  );
  const isTheirs = makeKeyMatcher(keys);
  return rows.filter(({ raw, position }) => isTheirs(keysOfEntry(parseProfile(JSON.parse(raw), position))));
}
