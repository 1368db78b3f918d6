import { bindOperations } from "../../database/bind-operations.ts";
import { copyDatabase } from "../../database/copy/copy-database.ts";
import type { CopiedTable, StoreCopy } from "../../database/copy/store-copy.ts";
import { migrateDatabase } from "../../database/migrate.ts";
import { DEFAULT_SCHEMA, schemaOf } from "../../database/namespace/store-schema.ts";
import { openDatabase } from "../../database/open-database.ts";
import { readPage } from "../../leonar/read-page.ts";
import type { Config } from "../../operations/config.ts";
import { drainSpool } from "../../runs/walk/answer-spool.ts";
import { isKnownCall } from "../../runs/walk/store/read-walk.ts";
import { recordAnswer } from "../../runs/walk/store/record-answer.ts";
import { StoreUnavailable } from "../../values/errors.ts";
import { assertStoreNotMoved } from "../assert-store-not-moved.ts";
import type { App } from "../open-app.ts";
import { openSpool } from "../open-spool.ts";

/**
 * Moves the store into an empty database, which is migrated first. Paid answers that wait on this machine's disk are
 * stored before the copy. The queues are not copied: workers fill them again from the new store.
 * @param to address of the new database, password included
 * @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function copyStore(
  app: App,
  to: string,
  onTable: (table: CopiedTable) => void,
): Promise<StoreCopy> {
  const { db, directUrl } = app.store;
  await assertStoreNotMoved(app);
  await app.runs.reassignAbandonedRuns();
  const answers = bindOperations(db, { isKnownCall, recordAnswer });
  await drainSpool(await openSpool(app), answers, { readPage });
  await migrateTarget(to);
  return copyDatabase({ from: directUrl, to, displayUrl: describeAddress(to) }, onTable);
}

async function migrateTarget(url: string): Promise<void> {
  const target = openDatabase({ url, connections: 2, applicationName: "sourcing db copy" });
  try {
    await migrateDatabase(target, "the database at --to");
  } catch (error) {
    throw error instanceof StoreUnavailable ? new StoreUnavailable(`--to: ${error.message}`) : error;
  } finally {
    await target.close();
  }
}

/** Returns what to set, wherever the store is used, after it was copied, and what holds the people that are left here. */
export function describeMove(
  { databaseSchema }: Config,
  to: string,
): { readonly set: string; readonly left: string } {
  const schema = schemaOf(to);
  return {
    set: `DATABASE_URL to the new address${schema === databaseSchema ? "" : ` and DATABASE_SCHEMA=${schema}`}`,
    left: databaseSchema === DEFAULT_SCHEMA ? "database" : `schema, ${databaseSchema},`,
  };
}

/** Returns host, database and the schema where it is not the usual one, never user and password. */
function describeAddress(address: string): string {
  const { host, pathname, searchParams } = new URL(address);
  const schema = schemaOf(address);
  const place = `${host || (searchParams.get("host") ?? "localhost")}${pathname}`;
  return schema === DEFAULT_SCHEMA ? place : `${place} (DATABASE_SCHEMA=${schema})`;
}
