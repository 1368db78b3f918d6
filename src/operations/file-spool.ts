import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { readIfExists, syncFolder, writeDurably } from "../machine/durable-file.ts";
import type { AnswerSpool, SpooledAnswer } from "../runs/walk/answer-spool.ts";
import { hasErrorCode } from "../values/error-code.ts";
import { makeSpoolRooms } from "./spool-rooms.ts";

const EXTENSION = ".answer";
const ASIDE = `${EXTENSION}.aside`;
/** Writing an answer never takes this long: the process that began it has died. */
const ABANDONED_MS = 60 * 60 * 1000;
/** How long a folder counts as empty after a look; another process may keep an answer at any time. */
const TRUSTED_MS = 1_000;

/**
 * Makes a spool that keeps each paid answer in a file of its own, which only its owner may read. A file gets its name once it is
 * complete and on the disk.
 * @param folder made if it is missing; it may hold answers for other stores
 * @param storeId identifies the database, so that no answer gets into another
 */
export function makeFileSpool(folder: string, storeId: string): AnswerSpool {
  const pathOf = ({ callId, attempt }: SpooledAnswer) =>
    join(folder, `${storeId}_${callId}_${attempt}${EXTENSION}`);
  const rooms = makeSpoolRooms(folder);
  let emptySince = Number.NEGATIVE_INFINITY;
  const forgetEmptiness = () => {
    emptySince = Number.NEGATIVE_INFINITY;
  };
  return {
    async reserve() {
      const room = await rooms.reserve();
      return {
        keep: (answer) => {
          forgetEmptiness();
          return room.writeAs(pathOf(answer), answer.body);
        },
        release: () => room.release(),
      };
    },
    close: () => rooms.close(),
    mayHold: () => performance.now() - emptySince > TRUSTED_MS,
    async keep(answer) {
      forgetEmptiness();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await replaceDurably(pathOf(answer), answer.body);
      await syncFolder(folder);
    },
    async kept() {
      const lookedAt = performance.now();
      const answers: SpooledAnswer[] = [];
      for (const name of await listFiles(folder, EXTENSION)) {
        const [store, call, attempt] = name.slice(0, -EXTENSION.length).split("_");
        if (store !== storeId || !/^\d+$/.test(call ?? "") || attempt === undefined) continue;
        // Another process may have delivered and removed it in the meantime.
        const body = await readIfExists(join(folder, name));
        if (body !== null) answers.push({ callId: Number(call), attempt, body });
      }
      emptySince = answers.length === 0 ? lookedAt : Number.NEGATIVE_INFINITY;
      return answers.sort((a, b) => a.callId - b.callId);
    },
    discard: (answer) => rm(pathOf(answer), { force: true }),
    async setAside(answer) {
      await rename(pathOf(answer), `${pathOf(answer)}.aside`).catch((error: unknown) => {
        if (!hasErrorCode(error, "ENOENT")) throw error;
      });
    },
    async rewrite(change) {
      const changed = await rewriteAll(folder, change);
      await removeAbandoned(folder);
      return changed;
    },
  };
}

/** Counts the answers in a folder for all stores, and those that were set aside because no store has their call. */
export async function countSpool(folder: string): Promise<{ waiting: number; aside: number }> {
  const names = await readdir(folder).catch(() => []);
  const waiting = names.filter((name) => name.endsWith(EXTENSION)).length;
  return { waiting, aside: names.filter((name) => name.endsWith(ASIDE)).length };
}

async function rewriteAll(folder: string, change: (body: Uint8Array) => Uint8Array | null): Promise<number> {
  let changed = 0;
  for (const name of await listFiles(folder, EXTENSION, ASIDE)) {
    const path = join(folder, name);
    const before = await readIfExists(path);
    const after = before === null ? null : change(before);
    if (after === null) continue;
    await replaceDurably(path, after);
    changed += 1;
  }
  return changed;
}

/** Removes the unfinished files of processes that died. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await listFiles(folder, "")) {
    if (!/\.\d+$/.test(name)) continue;
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(join(folder, name), { force: true });
  }
}

/** Replaces a file, or makes it, so that it is complete under its name at every moment. */
async function replaceDurably(path: string, body: Uint8Array): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  await writeDurably(unfinished, body);
  await rename(unfinished, path);
}

async function listFiles(folder: string, ...endings: readonly string[]): Promise<string[]> {
  // This runs before every page, and usually there is no folder. A failing readdir costs a hundred times as much.
  if (!existsSync(folder)) return [];
  try {
    return (await readdir(folder)).filter((name) => endings.some((ending) => name.endsWith(ending)));
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return [];
    throw error;
  }
}
