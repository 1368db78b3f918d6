import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql, Transaction } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import { lockErasure } from "./lock-erasure.ts";
import { lockPeople } from "./read-people.ts";

/** How many people are refreshed at once: a page that shows one of them waits for the batch. */
const BATCH = 200;

const refreshRow = z.object({ id: z.number(), after: z.string().nullable(), people: z.number() });
const personRow = z.object({ id: z.string() });
const countRow = z.object({ left: z.number() });

/** Progress of a refresh: people refreshed by all commands so far. */
export interface RefreshProgress {
  readonly people: number;
  readonly finished: boolean;
}

/** Returns how many people still have search text of former rules; 0: all searches find everyone. */
export async function countUnrefreshed(db: Sql): Promise<number> {
  const { left } = await db.row(
    countRow,
    sql`select count(*) as left from profiles, (
          select after_profile_id from search_refreshes where finished_at is null order by id limit 1
        ) as refresh where profile_id > coalesce(after_profile_id, '')`,
  );
  return left;
}

/**
 * Makes the search text of the next people again by the present rules, in the order of their ids. Buying goes on: each
 * batch is one transaction, which locks its people as a page does.
 */
export async function refreshNext(db: Database): Promise<RefreshProgress> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "shared");
    const [refresh] = await tx.rows(
      refreshRow,
      sql`select id, after_profile_id as after, people from search_refreshes where finished_at is null
          order by id limit 1 for update`,
    );
    if (refresh === undefined) return { people: 0, finished: true };
    const rest = refresh.after === null ? sql`` : sql`where profile_id > ${refresh.after}`;
    const people = await tx.rows(
      personRow,
      sql`select profile_id as id from profiles ${rest} order by profile_id limit ${BATCH}`,
    );
    const ids = people.map(({ id }) => id);
    await refreshPeople(tx, ids);
    const progress = { people: refresh.people + ids.length, finished: ids.length === 0 };
    await tx.execute(
      sql`update search_refreshes set after_profile_id = ${ids.at(-1) ?? null}, people = ${progress.people},
            finished_at = ${progress.finished ? sql`now()` : null} where id = ${refresh.id}`,
    );
    return progress;
  });
}

/** Writing a row as it is runs the trigger that makes its search text. */
async function refreshPeople(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await lockPeople(tx, ids);
  await tx.execute(
    sql`update profiles set last_changed_at = last_changed_at where profile_id in (${textList(ids)})`,
  );
}

export interface RefreshOptions {
  /** Most batches of this call; default: all. */
  readonly batches?: number;
  /** Ends the refresh after the current batch. */
  readonly stopping?: AbortSignal;
  readonly onProgress?: (progress: RefreshProgress) => void;
}

/** Refreshes batch after batch. Returns whether all people are done. @throws StoreUnavailable */
export async function refreshSearch(
  db: Database,
  { batches = Number.POSITIVE_INFINITY, stopping, onProgress = () => {} }: RefreshOptions = {},
): Promise<boolean> {
  for (let done = 0; done < batches && stopping?.aborted !== true; done += 1) {
    const progress = await refreshNext(db);
    if (progress.finished) return true;
    onProgress(progress);
  }
  return (await countUnrefreshed(db)) === 0;
}
