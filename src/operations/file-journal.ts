import { appendFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { CallJournal, JournalledCall } from "../credits/call-journal.ts";
import { readIfExists } from "../machine/durable-file.ts";

const EXTENSION = ".calls";
/** A standby is behind by seconds, or by some days where nobody looked. */
const KEPT_DAYS = 8;
const DAY_MS = 24 * 60 * 60_000;

const line = z.tuple([
  z.coerce.date(),
  z.coerce.number().int().positive(),
  z.uuid(),
  z.union([z.literal("opened"), z.coerce.number().int().min(0)]),
]);

/**
 * Makes a journal of calls: a file for each day and store, one line for each call that was opened and for each answer. It holds
 * numbers and times, neither people nor keys. Several processes write to one file; a line that cannot be written is left out.
 * @param folder made if it is missing
 */
export function makeFileJournal(folder: string, storeId: string, now: () => Date): CallJournal {
  let isReady = false;
  const write = (callId: number, attempt: string, what: string) => {
    const at = now().toISOString();
    try {
      if (!isReady) prepare(folder, now());
      isReady = true;
      appendFileSync(join(folder, nameOf(storeId, at)), `${at} ${callId} ${attempt} ${what}\n`, {
        mode: 0o600,
      });
    } catch {
      // Without the line one lost call less is found; the purchase is not to fail for that.
    }
  };
  return {
    opened: ({ callId, attempt }) => write(callId, attempt, "opened"),
    answered: ({ callId, attempt }, credits) => write(callId, attempt, String(credits)),
  };
}

/** Reads what the journal holds for a store, in the order of the calls. A line that was not written to its end is passed over. */
export async function readJournal(folder: string, storeId: string): Promise<JournalledCall[]> {
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => name.startsWith(`${storeId}_`) && name.endsWith(EXTENSION),
  );
  const calls = new Map<string, JournalledCall>();
  for (const name of names.sort()) {
    const text = (await readIfExists(join(folder, name)))?.toString("utf8") ?? "";
    for (const written of text.split("\n")) {
      const read = line.safeParse(written.split(" "));
      if (!read.success) continue;
      const [openedAt, callId, attempt, what] = read.data;
      const known = calls.get(attempt) ?? { callId, attempt, openedAt, credits: null };
      calls.set(attempt, what === "opened" ? known : { ...known, credits: what });
    }
  }
  return [...calls.values()];
}

function nameOf(storeId: string, at: string): string {
  return `${storeId}_${at.slice(0, 10)}${EXTENSION}`;
}

/** Makes the folder, and removes the files of days that are past. */
function prepare(folder: string, now: Date): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const oldest = new Date(now.getTime() - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10);
  for (const name of readdirSync(folder)) {
    const day = new RegExp(`_(\\d{4}-\\d{2}-\\d{2})\\${EXTENSION}$`).exec(name)?.[1];
    if (day !== undefined && day < oldest) rmSync(join(folder, name), { force: true });
  }
}
