import { join } from "node:path";
import { readStoreId } from "../database/read-store-id.ts";
import type { Config } from "../operations/config.ts";
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
      : `${aside} there belong to no call of this database (*.aside): look at them, then delete them`;
  return [first, rest].filter((part) => part !== "").join("; ");
}

function spoolFolder({ home }: Config): string {
  return join(home, "spool");
}
