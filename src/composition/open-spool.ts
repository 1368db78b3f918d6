import { join } from "node:path";
import type { CallJournal } from "../credits/call-journal.ts";
import { findLostCalls } from "../credits/store/find-lost-calls.ts";
import { readStoreId } from "../database/read-store-id.ts";
import type { Config } from "../operations/config.ts";
import { makeFileJournal, readJournal } from "../operations/file-journal.ts";
import { countSpool, makeFileSpool } from "../operations/file-spool.ts";
import type { AnswerSpool } from "../runs/walk/answer-spool.ts";
import type { App } from "./open-app.ts";

/** Returns the spool of paid answers on this machine's disk, for this store. */
export async function openSpool({ config, store }: App): Promise<AnswerSpool> {
  return makeFileSpool(spoolFolder(config), await readStoreId(store.db));
}

/** Returns how many paid answers wait on this machine's disk. */
export async function countSpooled(config: Config): Promise<number> {
  return (await countSpool(spoolFolder(config))).waiting;
}

/** Describes what the spool of this machine holds; null: it is empty. */
export async function describeSpool(config: Config): Promise<string | null> {
  const { waiting, aside } = await countSpool(spoolFolder(config));
  if (waiting + aside === 0) return null;
  const first =
    waiting === 0 ? "" : `${waiting} paid answers wait in ${spoolFolder(config)} for the database`;
  const rest =
    aside === 0
      ? ""
      : `${aside} there belong to no call of this database, or are no answers (*.aside): look at them, then delete them`;
  return [first, rest].filter((part) => part !== "").join("; ");
}

function spoolFolder({ home }: Config): string {
  return join(home, "spool");
}

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
