import { sql } from "drizzle-orm";
import { z } from "zod";
import { SourcingError, UsageError } from "../../values/errors.ts";
import type { Sql } from "../database.ts";
import { readStoreId } from "../read-store-id.ts";
import { compareRows } from "./compare-rows.ts";
import { type Connection, inTransaction } from "./connection.ts";
import { copyRows } from "./copy-rows.ts";
import { lockSource, lockTarget } from "./lock-source.ts";
import { type CopiedRelation, readSequences, readTables } from "./read-tables.ts";
import type { CopiedTable, StoreCopy } from "./store-copy.ts";

/** Tables in which migrations insert a row. */
const SEEDED_TABLES: ReadonlySet<string> = new Set(["ledger_state", "settings"]);

const filledRow = z.object({ filled: z.boolean() });
const stateRow = z.object({ held: z.boolean(), hasPepper: z.boolean() });

export interface CopyRoute {
  readonly from: string;
  readonly to: string;
  /** The address of `to` without its password, for people. */
  readonly displayUrl: string;
}

/**
 * Copies a store into an empty, migrated database and marks the source as moved. The target is committed first, and the source
 * stays locked until both are. If the process dies in between, the copy is complete and the source is not marked: a second copy
 * to the same target verifies the rows and marks it.
 * @param onTable is called for each copied table
 * @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function copyDatabase(
  route: CopyRoute,
  onTable: (table: CopiedTable) => void,
): Promise<StoreCopy> {
  let isCopied = false;
  try {
    return await inTransaction(route.from, async (source) => {
      const tables = await readTables(source.sql);
      await lockSource(source.sql, tables);
      const state = await readState(source.sql);
      const copied = await inTransaction(route.to, (target) =>
        copyOrVerify({ source, target }, tables, onTable),
      );
      isCopied = true;
      await source.sql.execute(sql`update ledger_state set moved_to = ${route.displayUrl}`);
      return { ...copied, ...state };
    });
  } catch (error) {
    throw isCopied ? notMarked(error) : error;
  }
}

function notMarked(error: unknown): SourcingError {
  const why = error instanceof SourcingError ? error.message : "unexpected";
  return new SourcingError(
    `everything is copied, but this store could not be marked as moved (${why}): run the same \`db copy\` again before anything is bought`,
  );
}

interface BothEnds {
  readonly source: Connection;
  readonly target: Connection;
}

async function copyOrVerify(
  { source, target }: BothEnds,
  tables: readonly CopiedRelation[],
  onTable: (table: CopiedTable) => void,
): Promise<Pick<StoreCopy, "copiedNow" | "tables">> {
  await lockTarget(target.sql);
  const filled = await findFilled(target.sql, tables);
  if (filled === null)
    return { copiedNow: true, tables: await copyTables({ source, target }, tables, onTable) };
  if ((await readStoreId(target.sql)) !== (await readStoreId(source.sql)))
    throw new UsageError(`the database at --to is not empty (${filled}): copy to one that is`);
  return { copiedNow: false, tables: await compareRows(source.sql, target.sql, tables) };
}

function readState(db: Sql): Promise<z.infer<typeof stateRow>> {
  return db.row(stateRow, sql`select held, pepper_check is not null as "hasPepper" from ledger_state`);
}

async function copyTables(
  { source, target }: BothEnds,
  tables: readonly CopiedRelation[],
  onTable: (table: CopiedTable) => void,
): Promise<CopiedTable[]> {
  // The rows that triggers would derive are copied like all others.
  const derived = tables.filter(({ hasTriggers }) => hasTriggers);
  await eachTable(target.sql, derived, ({ quoted }) => `alter table ${quoted} disable trigger user`);
  const seeded = tables.filter(({ name }) => SEEDED_TABLES.has(name));
  await eachTable(target.sql, seeded, ({ quoted }) => `delete from ${quoted}`);
  const copied: CopiedTable[] = [];
  for (const table of tables) {
    const counts = await copyRows(source, target, table);
    copied.push(counts);
    onTable(counts);
  }
  await eachTable(target.sql, derived, ({ quoted }) => `alter table ${quoted} enable trigger user`);
  for (const [name, next] of await readSequences(source.sql))
    await target.sql.execute(sql.raw(`alter sequence ${name} restart with ${next}`));
  // Without statistics the first queries there would be slow.
  await eachTable(target.sql, tables, ({ quoted }) => `analyze ${quoted}`);
  return copied;
}

/** The first table with rows that migrations did not insert; null: there is none. */
async function findFilled(db: Sql, tables: readonly CopiedRelation[]): Promise<string | null> {
  for (const { name, quoted } of tables) {
    if (SEEDED_TABLES.has(name)) continue;
    const { filled } = await db.row(filledRow, sql`select exists (select from ${sql.raw(quoted)}) as filled`);
    if (filled) return name;
  }
  return null;
}

async function eachTable(
  db: Sql,
  tables: readonly CopiedRelation[],
  write: (table: CopiedRelation) => string,
): Promise<void> {
  for (const table of tables) await db.execute(sql.raw(write(table)));
}
