import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "drizzle-orm";
import { escapeIdentifier } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import type { Sql } from "../database.ts";
import { migrationsTable } from "../namespace/store-schema.ts";
import { readStoreId } from "../read-store-id.ts";
import { type Connection, inTransaction } from "./connection.ts";
import {
  DUMP_FORMAT,
  type DumpHeader,
  type dumpSequences,
  END_OF_ROWS,
  SEQUENCE_PREFIX,
} from "./dump-format.ts";
import { type CopiedRelation, readOtherTables, readSequences, readTables } from "./read-tables.ts";
import { withoutContacts } from "./without-contacts.ts";

export interface DumpOptions {
  readonly contacts: boolean;
  readonly onTable: (table: DumpedTable) => void;
}

export interface DumpedTable {
  readonly table: string;
  readonly rows: number;
}

export interface StoreDump {
  readonly tables: readonly DumpedTable[];
  /** Tables in the store's schema that are not the store's, and so not in the dump. */
  readonly leftOut: readonly string[];
}

const hashRow = z.object({ hash: z.string() });
const timeRow = z.object({ now: z.string() });
const sumRow = z.object({ rows: z.number(), sum: z.string() });

/**
 * Writes the whole store to `out` as it is at one moment, while runs and workers go on: every table and sequence, but not the
 * queue, which is filled again from the store, nor the secret of its roles. @throws StoreUnavailable, StoreRefused
 */
export async function dumpDatabase(
  url: string,
  out: Writable,
  { contacts, onTable }: DumpOptions,
): Promise<StoreDump> {
  return inTransaction(
    url,
    async (source) => {
      const tables = await readTables(source.sql);
      await write(out, await readHeader(source, contacts));
      const dumped: DumpedTable[] = [];
      for (const table of tables) {
        const counted = await dumpTable(source, table, { out, contacts });
        dumped.push(counted);
        onTable(counted);
      }
      await write(out, await readPositions(source.sql));
      await write(out, { end: true });
      return { tables: dumped, leftOut: await readOtherTables(source.sql) };
    },
    "snapshot",
  );
}

async function readPositions(db: Sql): Promise<z.infer<typeof dumpSequences>> {
  const positions = [...(await readSequences(db))];
  return {
    sequences: Object.fromEntries(positions.map(([name, next]) => [`${SEQUENCE_PREFIX}${name}`, next])),
  };
}

async function readHeader({ sql: db, schema }: Connection, contacts: boolean): Promise<DumpHeader> {
  const { now } = await db.row(timeRow, sql`select now()::text as now`);
  const migrations = await db.rows(
    hashRow,
    sql`select hash from ${sql.raw(migrationsTable(schema))} order by id`,
  );
  return {
    format: DUMP_FORMAT,
    version: 1,
    madeAt: now,
    storeId: await readStoreId(db),
    contacts,
    migrations: migrations.map(({ hash }) => hash),
  };
}

async function dumpTable(
  { client, sql: db }: Connection,
  { name, quoted, columns }: CopiedRelation,
  { out, contacts }: { readonly out: Writable; readonly contacts: boolean },
): Promise<DumpedTable> {
  const rows = contacts
    ? `select ${columns.join(", ")} from ${quoted}`
    : withoutContacts({ name, quoted, columns });
  await write(out, { table: name, columns });
  await pipeline(client.query(copyTo(`copy (${rows}) to stdout`)), out, { end: false });
  await writeText(out, `${END_OF_ROWS}\n`);
  const counted = await db.row(sumRow, sumOf(rows, columns));
  await write(out, counted);
  return { table: name, rows: counted.rows };
}

/** As `checksum` computes it of the restored table. */
function sumOf(rows: string, columns: readonly string[]) {
  const dumped = escapeIdentifier("dumped rows");
  return sql.raw(`select count(*) as rows,
      coalesce(bit_xor(('x' || left(md5(row(${columns.join(", ")})::text), 16))::bit(64)::bigint), 0)::text as sum
    from (${rows}) as ${dumped}`);
}

function write(out: Writable, line: object): Promise<void> {
  return writeText(out, `${JSON.stringify(line)}\n`);
}

function writeText(out: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
