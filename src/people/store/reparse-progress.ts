import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import type { ReparseProgress } from "../reparse/reparse.ts";

const progressRow = z.object({
  id: z.number(),
  people: z.number(),
  changed: z.number(),
  finished: z.boolean(),
  after: z.string().nullable(),
});
const countRow = z.object({ count: z.number() });
export type ReparseRow = z.infer<typeof progressRow>;

const COLUMNS: SQL = sql`id, people, changed, finished_at is not null as finished, after_profile_id as after`;

/** Returns the newest reparse if it is unfinished, else a new one. @param anew always a new one */
export async function beginReparse(db: Database, anew: boolean): Promise<ReparseProgress> {
  const [newest] = await db.rows(progressRow, sql`select ${COLUMNS} from reparses order by id desc limit 1`);
  if (newest !== undefined && !newest.finished && !anew) return newest;
  return db.row(progressRow, sql`insert into reparses default values returning ${COLUMNS}`);
}

/** Returns how many people are stored. */
export async function countPeople(db: Sql): Promise<number> {
  return (await db.row(countRow, sql`select count(*) as count from profiles`)).count;
}

export function readReparse(db: Sql, id: number): Promise<ReparseRow> {
  return db.row(progressRow, sql`select ${COLUMNS} from reparses where id = ${id}`);
}

/** Locks the reparse, so that of two commands each batch is done by one. */
export function lockReparse(tx: Sql, id: number): Promise<ReparseRow> {
  return tx.row(progressRow, sql`select ${COLUMNS} from reparses where id = ${id} for update`);
}

export function moveReparse(tx: Sql, progress: ReparseRow): Promise<ReparseProgress> {
  return tx.row(
    progressRow,
    sql`update reparses set after_profile_id = ${progress.after}, people = ${progress.people},
          changed = ${progress.changed}, finished_at = ${progress.finished ? sql`now()` : null}
        where id = ${progress.id} returning ${COLUMNS}`,
  );
}
