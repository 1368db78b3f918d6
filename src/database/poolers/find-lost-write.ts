import "../../queue/require-scram.ts";
import { randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import pg from "pg";
import { z } from "zod";
import { StoreRefused } from "../../values/errors.ts";
import type { Database } from "../database.ts";
import { schemaOf } from "../namespace/store-schema.ts";
import { openDatabase } from "../open-database.ts";
import { quoteName } from "../roles/quote-name.ts";
import { INSUFFICIENT_PRIVILEGE, toStoreError } from "../sql-errors.ts";
import { textList } from "../text-list.ts";

/** The time limit of the plain connection, in milliseconds. */
const TIMEOUT_MS = 10_000;
const nameRow = z.object({ name: z.string() });

/**
 * Writes one row in each way that this program and its queue use, and looks for them by another connection. A pooler may answer
 * that a row was written and throw it away: pgpool in raw mode does so with a statement outside of BEGIN that has parameters.
 * @returns the connection whose row is gone: that of `db`, or the address `directUrl`; null: every row was kept, or the logins may
 * not write
 * @throws StoreUnavailable, StoreRefused
 */
export async function findLostWrite(db: Database, directUrl: string): Promise<"db" | "direct" | null> {
  const other = openDatabase({ url: directUrl, connections: 1, applicationName: "sourcing" });
  const id = randomUUID();
  const names = { single: `${id} single`, grouped: `${id} grouped`, direct: `${id} direct` };
  try {
    // The transaction keeps a session of the server for itself, so that none of the writers can share it.
    const { written, found } = await other.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      const written = [
        ...(await attempt(names.single, () => db.execute(insertRow(names.single)))),
        ...(await attempt(names.grouped, () =>
          db.transaction((inner) => inner.execute(insertRow(names.grouped))),
        )),
        ...(await attempt(names.direct, () => insertPlainly(directUrl, names.direct))),
      ];
      const rows = await tx.rows(nameRow, sql`select name from workers where name in (${textList(written)})`);
      return { written, found: new Set(rows.map(({ name }) => name)) };
    });
    const lost = written.filter((name) => !found.has(name));
    if (found.size > 0) await db.execute(sql`delete from workers where name in (${textList([...found])})`);
    if (lost.length === 0) return null;
    // The connection of \`db\` may have lost the deletion too.
    for (const name of found)
      await runPlainly(directUrl, `delete from ${workersOf(directUrl)} where name = $1`, name);
    return lost.includes(names.single) || lost.includes(names.grouped) ? "db" : "direct";
  } finally {
    await other.close();
  }
}

/** A row of no worker: too old to be counted as one, and removed with those that died long ago if this process dies now. */
function insertRow(name: string): SQL {
  return sql`insert into workers (name, host, seen_at) values (${name}, 'write check', now() - interval '12 hours')`;
}

/** Writes as the queue does: by one statement with a parameter, outside of a transaction. */
async function insertPlainly(url: string, name: string): Promise<void> {
  await runPlainly(
    url,
    `insert into ${workersOf(url)} (name, host, seen_at) values ($1, 'write check', now() - interval '12 hours')`,
    name,
  );
}

function workersOf(url: string): string {
  return `${quoteName(schemaOf(url))}.workers`;
}

async function runPlainly(url: string, statement: string, name: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "sourcing",
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(statement, [name]);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Returns the name of the row that was written; nothing where the login may not write it. */
async function attempt(name: string, write: () => Promise<unknown>): Promise<string[]> {
  try {
    await write();
    return [name];
  } catch (error) {
    if (error instanceof StoreRefused && error.code === INSUFFICIENT_PRIVILEGE) return [];
    throw error;
  }
}
