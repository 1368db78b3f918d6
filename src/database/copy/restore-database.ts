import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "drizzle-orm";
import { escapeIdentifier } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { z } from "zod";
import { errorCode } from "../../values/error-code.ts";
import { StoreUnavailable, UsageError } from "../../values/errors.ts";
import type { Sql } from "../database.ts";
import { checksum } from "./compare-rows.ts";
import { type Connection, inTransaction } from "./connection.ts";
import {
  type DumpHeader,
  dumpEnd,
  dumpSequences,
  dumpSum,
  dumpTable,
  SEQUENCE_PREFIX,
} from "./dump-format.ts";
import type { DumpReader } from "./dump-reader.ts";
import { keepSuppressions, restoreSuppressions } from "./kept-suppressions.ts";
import { assertIdle, inUse, LOCK_NOT_AVAILABLE, lockTarget } from "./lock-source.ts";
import { type CopiedRelation, readSequences, readTables } from "./read-tables.ts";
import { rebuildSchema } from "./rebuild-schema.ts";

export interface RestoreOptions {
  /** Whether what the store holds may be replaced. */
  readonly replace: boolean;
  readonly onTable: (table: RestoredTable) => void;
}

export interface RestoredTable {
  readonly table: string;
  readonly rows: number;
}

export interface StoreRestore {
  readonly tables: readonly RestoredTable[];
  /** People who were suppressed here and not yet in the dump: they stay suppressed. */
  readonly keptSuppressions: number;
  /** Whether the list of people to forget is written under a pepper that must be that of this machine. */
  readonly hasPepper: boolean;
}

/** SQLSTATEs of rows that are not of their table, or break one of its rules. */
const BAD_DATA = /^2[23]...$/;
const COMMAND = "db restore";
const filledRow = z.object({ people: z.number(), filled: z.boolean() });
const pepperRow = z.object({ hasPepper: z.boolean() });

/**
 * Replaces the store by the one in a dump: all of it, compared table by table by number and sum of the rows, or nothing. A dump of
 * an older version is read into the schema of its time; the caller migrates it.
 * @param url of a database with the newest schema
 * @throws UsageError if the store holds anything and `replace` is false, if it is in use, or if the dump is damaged
 */
export async function restoreDatabase(
  url: string,
  { header, reader }: { readonly header: DumpHeader; readonly reader: DumpReader },
  { replace, onTable }: RestoreOptions,
): Promise<StoreRestore> {
  try {
    return await inTransaction(url, async (target) => {
      await lockTarget(target.sql, COMMAND);
      await assertIdle(target.sql, COMMAND);
      if (!replace && (await readHeld(target.sql)).filled) throw holdsData();
      await keepSuppressions(target.sql);
      await empty(target, header);
      const tables = await restoreTables(target, reader, onTable);
      const keptSuppressions = await restoreSuppressions(target.sql);
      const { hasPepper } = await target.sql.row(
        pepperRow,
        sql`select pepper_check is not null as "hasPepper" from ledger_state`,
      );
      return { tables, keptSuppressions, hasPepper };
    });
  } catch (error) {
    throw error instanceof StoreUnavailable && LOCK_NOT_AVAILABLE.test(error.message)
      ? inUse(COMMAND)
      : error;
  }
}

/** Returns how many people a store holds, and whether it holds anything at all that a migration did not put there. */
export function readHeld(db: Sql): Promise<z.infer<typeof filledRow>> {
  return db.row(
    filledRow,
    sql`select (select count(*) from profiles) as people, exists (select from profiles) or exists (select from runs)
          or exists (select from search_specs) or exists (select from calls) or exists (select from suppressions)
          or exists (select from schedules) or exists (select from api_keys) or exists (select from erasures) as filled`,
  );
}

export function holdsData(): UsageError {
  return new UsageError(
    "this store holds something, which a restore replaces for good: `sourcing db dump` keeps it; then say --yes",
  );
}

async function empty(target: Connection, header: DumpHeader): Promise<void> {
  if (await rebuildSchema(target, header.migrations)) return;
  const { sql: db } = target;
  const tables = await readTables(db);
  // An audit is append-only for everything but this; the triggers are enabled again with the rows.
  for (const { quoted } of tables.filter(({ hasTriggers }) => hasTriggers))
    await db.execute(sql.raw(`alter table ${quoted} disable trigger user`));
  await db.execute(sql.raw(`truncate ${tables.map(({ quoted }) => quoted).join(", ")}`));
}

async function restoreTables(
  target: Connection,
  reader: DumpReader,
  onTable: (table: RestoredTable) => void,
): Promise<RestoredTable[]> {
  const known = new Map((await readTables(target.sql)).map((table) => [table.name, table]));
  const restored: RestoredTable[] = [];
  for (;;) {
    const line = await reader.readLine(z.union([dumpTable, dumpSequences]));
    if ("sequences" in line) {
      await restoreSequences(target.sql, line.sequences);
      await reader.readLine(dumpEnd);
      break;
    }
    const table = known.get(line.table);
    if (table === undefined) throw unknown(line.table);
    const odd = line.columns.find((column) => !table.columns.includes(column));
    if (odd !== undefined) throw unknown(`${line.table}.${odd}`);
    // Each table comes once.
    known.delete(line.table);
    const counted = await restoreRows(target, reader, { ...table, columns: line.columns });
    restored.push(counted);
    onTable(counted);
  }
  const [missing] = known.keys();
  if (missing !== undefined)
    throw new UsageError(`the dump lacks the table ${missing}: nothing was restored`);
  for (const { table } of restored) await target.sql.execute(sql.raw(`analyze ${escapeIdentifier(table)}`));
  return restored;
}

async function restoreRows(
  { client, sql: db }: Connection,
  reader: DumpReader,
  table: CopiedRelation,
): Promise<RestoredTable> {
  const { name, quoted, columns, hasTriggers } = table;
  // The rows that triggers would derive are in the dump, like all others.
  if (hasTriggers) await db.execute(sql.raw(`alter table ${quoted} disable trigger user`));
  const copy = client.query(copyFrom(`copy ${quoted} (${columns.join(", ")}) from stdin`));
  await pipeline(Readable.from(reader.rows(), { objectMode: false }), copy).catch((error: unknown) => {
    throw BAD_DATA.test(errorCode(error) ?? "") ? damaged(name, "has rows that do not fit") : error;
  });
  if (hasTriggers) await db.execute(sql.raw(`alter table ${quoted} enable trigger user`));
  const dumped = await reader.readLine(dumpSum);
  const restored = await checksum(db, table);
  if (restored.rows === dumped.rows && restored.sum === dumped.sum)
    return { table: name, rows: restored.rows };
  throw damaged(name, `${dumped.rows} rows were written, ${restored.rows} read`);
}

function damaged(table: string, how: string): UsageError {
  return new UsageError(`${table} is damaged in the dump (${how}): nothing was restored`);
}

async function restoreSequences(db: Sql, sequences: Readonly<Record<string, string>>): Promise<void> {
  const known = await readSequences(db);
  for (const [written, next] of Object.entries(sequences)) {
    const name = written.startsWith(SEQUENCE_PREFIX) ? written.slice(SEQUENCE_PREFIX.length) : written;
    if (!known.has(name)) throw unknown(name);
    await db.execute(sql.raw(`alter sequence ${name} restart with ${next}`));
  }
}

function unknown(name: string): UsageError {
  return new UsageError(`the dump has ${name}, which this store has not: nothing was restored`);
}
