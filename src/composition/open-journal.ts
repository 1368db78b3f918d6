import { join } from "node:path";
import { readStoreId } from "../database/read-store-id.ts";
import type { Config } from "../operations/config.ts";
import { makeFileJournal, readJournal } from "../operations/file-journal.ts";
import type { CallJournal } from "../runs/walk/call-journal.ts";
import { findLostCalls } from "../runs/walk/store/find-lost-calls.ts";
import type { App } from "./open-app.ts";

/** Returns the journal of calls on this machine's disk, for this store. */
export async function openJournal({ config, store }: App): Promise<CallJournal> {
  return makeFileJournal(journalFolder(config), await readStoreId(store.db), () => new Date());
}

/** Describes the calls of this machine that the database has lost; null: it has all of them. */
export async function describeLostCalls({ config, store }: App): Promise<string | null> {
  const folder = journalFolder(config);
  const storeId = await readStoreId(store.db);
  const lost = await findLostCalls(store.db, await readJournal(folder, storeId));
  const [first] = lost;
  if (first === undefined) return null;
  const known = lost.reduce((sum, { credits }) => sum + (credits ?? 0), 0);
  const unanswered = lost.filter(({ credits }) => credits === null).length;
  const more = unanswered === 0 ? "" : ` and the unknown price of ${unanswered}`;
  const when = first.openedAt.toISOString().slice(0, 16).replace("T", " ");
  return (
    `the database has lost ${lost.length} calls of this machine since ${when} UTC, ${known} credits${more}: it went back in time, as by a failover ` +
    "to a standby that was behind or by the restore of an older backup. Limits do not count them and their pages are bought again: lower " +
    `DAILY_CREDIT_LIMIT and MONTHLY_CREDIT_LIMIT by them until day and month are over, then delete ${join(folder, `${storeId}_*`)}`
  );
}

function journalFolder({ home }: Config): string {
  return join(home, "calls");
}
