import { drainSpool } from "../runs/walk/answer-spool.ts";
import type { CopiedTable, StoreCopy } from "../database/copy/store-copy.ts";
import { composeSpool, type Office } from "./open-app.ts";
import { StoreUnavailable, UsageError } from "../values/errors.ts";
import { readPage } from "../leonar/read-page.ts";
import { copyDatabase } from "../database/copy/copy-database.ts";
import { openDatabase } from "../database/database.ts";
import { migrateDatabase, migrationState } from "../database/migrate.ts";
import { recordAnswer } from "../runs/walk/store/record-answer.ts";
import { knowsCall } from "../runs/walk/store/read-walk.ts";
import { refuseMovedStore } from "./assert-store-not-moved.ts";

/**
 * Moves the store into an empty database, which is brought up to date first. Paid answers that wait on this machine's disk
 * are stored before; queues are filled again from what was copied.
 * @param to address of the database, password included
 * @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function copyStore(
  office: Office,
  to: string,
  onTable: (table: CopiedTable) => void,
): Promise<StoreCopy> {
  const { db, directUrl } = office.store;
  await refuseMovedStore(office);
  await office.runs.adoptOrphans();
  const answers = {
    knowsCall: (callId: number, attempt: string) => knowsCall(db, callId, attempt),
    recordAnswer: (callId: number, answer: Parameters<typeof recordAnswer>[2]) =>
      recordAnswer(db, callId, answer),
  };
  await drainSpool(await composeSpool(office), answers, { readPage });
  await migrateTarget(to);
  return copyDatabase({ from: directUrl, to, place: describeAddress(to) }, onTable);
}

async function migrateTarget(url: string): Promise<void> {
  const target = openDatabase({ url, connections: 2, applicationName: "sourcing db copy" });
  try {
    await migrateDatabase(target);
    const { applied, known } = await migrationState(target);
    if (applied !== known)
      throw new UsageError("the database at --to is of a newer version of sourcing: copy with that one");
  } catch (error) {
    throw error instanceof StoreUnavailable ? new StoreUnavailable(`--to: ${error.message}`) : error;
  } finally {
    await target.close();
  }
}

/** Host and database, never user and password. */
function describeAddress(address: string): string {
  const { host, pathname, searchParams } = new URL(address);
  return `${host || (searchParams.get("host") ?? "localhost")}${pathname}`;
}
