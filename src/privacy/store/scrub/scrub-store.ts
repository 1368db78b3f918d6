import { sql } from "drizzle-orm";
import { z } from "zod";
import { ADVISORY_LOCKS } from "../../../database/advisory-locks.ts";
import type { Database, Sql } from "../../../database/database.ts";
import { TABLE_RIGHTS } from "../../../database/roles/table-rights.ts";
import { discardWal } from "../../../database/scrub/discard-wal.ts";
import { rewriteTable } from "../../../database/scrub/rewrite-table.ts";
import { waitForSnapshots } from "../../../database/scrub/wait-for-snapshots.ts";
import { INSUFFICIENT_PRIVILEGE } from "../../../database/sql-errors.ts";
import { withSession } from "../../../database/with-session.ts";
import { lockErasure } from "../../../people/store/lock-erasure.ts";
import { StoreRefused } from "../../../values/errors.ts";
import type { ScrubOutcome } from "../../scrub-outcome.ts";

/** What an erasure deletes from or rewrites, and the position of a rebuild or a refresh, which is the id of a person. */
export const SCRUBBED_TABLES: readonly string[] = [
  ...Object.keys(TABLE_RIGHTS).filter((name) => TABLE_RIGHTS[name]?.privacy.includes("d")),
  "reparses",
  "search_refreshes",
];

export interface ScrubLimits {
  /** How long transactions that began before may go on, in milliseconds. */
  readonly snapshotsMs: number;
  /** Bytes of a table that are written anew within a few seconds; null: any number. Larger tables wait until no walk runs. */
  readonly briefBytes: number | null;
}
export const SCRUB_LIMITS: ScrubLimits = { snapshotsMs: 30_000, briefBytes: 256_000_000 };

const lastRow = z.object({ id: z.number() });
const dueRow = z.object({ due: z.boolean() });
const lockedRow = z.object({ locked: z.boolean() });
const stateRow = z.object({
  walking: z.boolean(),
  large: z.boolean(),
  ownsTables: z.boolean(),
  isSuperuser: z.boolean(),
});
type State = z.infer<typeof stateRow>;

/** Returns whether something was deleted since the last scrub. */
export async function isScrubDue(db: Sql): Promise<boolean> {
  const { due } = await db.row(
    dueRow,
    sql`select exists (select from erasures where id > scrubbed_erasure_id
          and (kind = 'retention' or people + bodies + rejected > 0)) as due from ledger_state`,
  );
  return due;
}

/**
 * Removes the traces of deleted rows from the files of the server: writes every table that holds people anew, renews the
 * statistics and ends the write-ahead log. Each table waits for its own rewrite only. A login that may not do a part of it
 * leaves that to the server, and the outcome says so.
 * @throws StoreUnavailable, StoreRefused
 */
export async function scrubStore(db: Database, limits = SCRUB_LIMITS): Promise<ScrubOutcome> {
  return withSession(db, async (session) => {
    const state = await readState(session, limits);
    if (!state.ownsTables)
      return leftToServer("only the owner of the tables may write them anew: say it as the owner");
    if (state.walking && state.large)
      return putOff(
        "walks are running and the tables are large, so that storing pages would wait for minutes",
      );
    const { locked } = await session.row(
      lockedRow,
      sql`select pg_try_advisory_lock(${ADVISORY_LOCKS.scrub}) as locked`,
    );
    return locked ? scrub(db, session, { ...state, ...limits }) : putOff("another command is doing it");
  });
}

async function scrub(
  db: Database,
  session: Sql,
  { isSuperuser, snapshotsMs }: State & ScrubLimits,
): Promise<ScrubOutcome> {
  const id = await lastErasure(db);
  if (!(await waitForSnapshots(session, snapshotsMs)))
    return putOff(
      "a transaction that began earlier, such as an export or a backup, still sees what was deleted",
    );
  for (const table of SCRUBBED_TABLES) {
    if (!(await rewriteTable(session, table))) return putOff(`${table} is in use all the time`);
  }
  const remains = isSuperuser ? await scrubServer(session, snapshotsMs) : [OTHERS_SERVER];
  if (remains === null) return putOff("the statistics of the server are in use all the time");
  await session.execute(
    sql`update ledger_state set scrubbed_at = now(), scrubbed_erasure_id = greatest(scrubbed_erasure_id, ${id})`,
  );
  return { state: "scrubbed", remains };
}

const OTHERS_SERVER =
  "this login is no superuser: old samples in the server's statistics and its write-ahead log stay until the server removes them";

/** Returns what remains; null: the statistics could not be rewritten. */
async function scrubServer(session: Sql, snapshotsMs: number): Promise<string[] | null> {
  await waitForSnapshots(session, snapshotsMs);
  if (!(await rewriteTable(session, "pg_statistic"))) return null;
  try {
    const gone = await discardWal(session);
    return gone
      ? []
      : ["the server keeps files of its write-ahead log: it recycles them, or a standby needs them"];
  } catch (error) {
    if (error instanceof StoreRefused && error.code === INSUFFICIENT_PRIVILEGE) return [OTHERS_SERVER];
    throw error;
  }
}

/** Every erasure up to this one is committed, and every later one has a higher id. */
async function lastErasure(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "alone");
    const { id } = await tx.row(lastRow, sql`select coalesce(max(id), 0) as id from erasures`);
    return id;
  });
}

async function readState(session: Sql, { briefBytes }: ScrubLimits): Promise<State> {
  const tables = sql`select c.oid, relowner from pg_class c
    where c.oid = any (array(select to_regclass(name) from jsonb_array_elements_text(${JSON.stringify(SCRUBBED_TABLES)}::jsonb) as name))`;
  return session.row(
    stateRow,
    sql`select exists (select from walks where lease_until > now()) as walking,
          coalesce((select bool_or(pg_total_relation_size(oid) > ${briefBytes}::bigint)  from (${tables}) as t), false) as large,
          (select bool_and(pg_has_role(relowner, 'usage')) from (${tables}) as t) as "ownsTables",
          (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser"`,
  );
}

function putOff(why: string): ScrubOutcome {
  return { state: "put_off", remains: [why] };
}

function leftToServer(why: string): ScrubOutcome {
  return { state: "left_to_server", remains: [why] };
}
