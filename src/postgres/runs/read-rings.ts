import { sql } from "drizzle-orm";
import type { Ring } from "../../app/ports.ts";
import type { Sql } from "../database.ts";
import { lane, ringRow } from "./lane.ts";

/**
 * The walks of a run, or of all that workers work on, that are unfinished and in nobody's hands: first readings and
 * unfinished ones before refreshes, then by priority.
 */
export async function readRings(db: Sql, runId: number | null): Promise<Ring[]> {
  const chosen = runId === null ? sql`runs.lane_owner is null` : sql`runs.id = ${runId}`;
  return db.rows(
    ringRow,
    sql`select walks.id as "walkId", walks.lease_token as token, ${lane} as lane
        from walks join runs on runs.id = walks.run_id
        where walks.status in ('waiting', 'walking') and runs.status = 'running' and ${chosen}
          and (walks.lease_until is null or walks.lease_until < now())
        order by exists (select from passes where passes.spec = walks.spec
            and passes.fingerprint = walks.fingerprint and passes.status = 'complete'),
          walks.priority desc, walks.id`,
  );
}
