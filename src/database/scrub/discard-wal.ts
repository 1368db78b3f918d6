import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../database.ts";

/** A server that recycled its files has at most max_wal_size of them, 1 GB in files of 16 MB; each is used once and then removed. */
const MOST_SWITCHES = 80;

const fileRow = z.object({ name: z.string() });

/**
 * Has the server end the files of its write-ahead log that were there at this call, and remove them. Removing needs
 * `wal_recycle = off`: else they are renamed and keep what they hold. Returns false if some of them remain, as for a standby.
 * @throws StoreRefused for a login that is no superuser
 */
export async function discardWal(session: Sql): Promise<boolean> {
  const before = await readFiles(session);
  for (let round = 0; round < MOST_SWITCHES; round += 1) {
    await session.execute(sql`select pg_logical_emit_message(false, '', '')`);
    await session.execute(sql`select pg_switch_wal()`);
    await session.execute(sql`checkpoint`);
    const now = new Set(await readFiles(session));
    if (before.every((name) => !now.has(name))) return true;
  }
  return false;
}

async function readFiles(session: Sql): Promise<string[]> {
  const files = await session.rows(
    fileRow,
    sql`select name from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'`,
  );
  return files.map(({ name }) => name);
}
