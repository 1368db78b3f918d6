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

/** Tables in which migrations leave a row. */
const SEEDED_TABLES: ReadonlySet<string> = new Set(["ledger_state", "settings"]);

const filledRow = z.object({ filled: z.boolean() });
const stateRow = z.object({ held: z.boolean(), hasPepper: z.boolean() });

export interface CopyRoute {
  readonly from: string;
  readonly to: string;
  /** The address of `to` as people may read it, without a password. */
  readonly place: string;
}

/**
 * Copies a store into an empty, migrated database and marks it moved. The target is committed first, and the source stands
 * still until both are: a process that dies between the two leaves a whole copy and a source that does not know, which a
 * second copy to the same target recognises.
 * @param onTable hears of each table once it is there
 * @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function copyDatabase(
  route: CopyRoute,
  onTable: (table: CopiedTable) => void,
): Promise<StoreCopy> {
  let isThere = false;
  try {
    return await inTransaction(route.from, async (source) => {
      const tables = await readTables(source.sql);
      await lockSource(source.sql, tables);
      const state = await readState(source.sql);
      const copied = await inTransaction(route.to, (target) =>
        copyOrVerify({ source, target }, tables, onTable),
      );
      isThere = true;
      await source.sql.execute(sql`update ledger_state set moved_to = ${route.place}`);
      return { ...copied, ...state };
    });
  } catch (error) {
    throw isThere ? notMarked(error) : error;
  }
}

function notMarked(error: unknown): SourcingError {
  const why = error instanceof SourcingError ? error.message : "unexpected";
  return new SourcingError(
    `everything is copied, but this store could not be marked as moved (${why}): say the same \`db copy\` again before anything is bought`,
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
  // What triggers would derive is copied with the rest.
  const derived = tables.filter(({ hasTriggers }) => hasTriggers);
  await eachTable(target.sql, derived, ({ quoted }) => `alter table ${quoted} disable trigger user`);
  const made = tables.filter(({ name }) => SEEDED_TABLES.has(name));
  await eachTable(target.sql, made, ({ quoted }) => `delete from ${quoted}`);
  const copied: CopiedTable[] = [];
  for (const table of tables) {
    const done = await copyRows(source, target, table);
    copied.push(done);
    onTable(done);
  }
  await eachTable(target.sql, derived, ({ quoted }) => `alter table ${quoted} enable trigger user`);
  for (const [name, next] of await readSequences(source.sql))
    await target.sql.execute(sql.raw(`alter sequence ${name} restart with ${next}`));
  // Without it the first questions there would be answered slowly.
  await eachTable(target.sql, tables, ({ quoted }) => `analyze ${quoted}`);
  return copied;
}

/** A table that holds more than migrations leave in it; null: none does. */
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
