import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AnswerSpool, SpooledAnswer } from "../runs/walk/answer-spool.ts";

const EXTENSION = ".answer";
const ASIDE = `${EXTENSION}.aside`;
/** No answer takes so long to be written: whoever began it has died. */
const ABANDONED_MS = 60 * 60 * 1000;

/**
 * Paid answers as files, one each, readable by nobody else. A file has its name only once it is whole and on the disk.
 * @param folder made where it is missing; it may hold answers for other stores
 * @param storeId names the database, so that no answer ends in another
 */
export function makeFileSpool(folder: string, storeId: string): AnswerSpool {
  const nameOf = ({ callId, attempt }: SpooledAnswer) => `${storeId}_${callId}_${attempt}${EXTENSION}`;
  const pathOf = (answer: SpooledAnswer) => join(folder, nameOf(answer));
  return {
    async keep(answer) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const unfinished = `${pathOf(answer)}.${process.pid}`;
      await writeDurably(unfinished, answer.body);
      await rename(unfinished, pathOf(answer));
      await syncFolder(folder);
    },
    async kept() {
      const names = await namesIn(folder, EXTENSION);
      const answers: SpooledAnswer[] = [];
      for (const name of names) {
        const [store, call, attempt] = name.slice(0, -EXTENSION.length).split("_");
        if (store !== storeId || !/^\d+$/.test(call ?? "") || attempt === undefined) continue;
        const body = await readIfThere(join(folder, name));
        if (body !== null) answers.push({ callId: Number(call), attempt, body });
      }
      return answers.sort((a, b) => a.callId - b.callId);
    },
    discard: (answer) => rm(pathOf(answer), { force: true }),
    setAside: (answer) => rename(pathOf(answer), `${pathOf(answer)}.aside`),
    rewrite: (change) => rewriteAll(folder, change),
  };
}

/** How many answers a folder holds for any store, and how many of them no store has a call for. */
export async function countSpool(folder: string): Promise<{ waiting: number; aside: number }> {
  const names = await readdir(folder).catch(() => []);
  const waiting = names.filter((name) => name.endsWith(EXTENSION)).length;
  return { waiting, aside: names.filter((name) => name.endsWith(ASIDE)).length };
}

async function rewriteAll(folder: string, change: (body: Uint8Array) => Uint8Array | null): Promise<number> {
  let changed = 0;
  for (const name of await namesIn(folder, EXTENSION, ASIDE)) {
    const path = join(folder, name);
    const before = await readIfThere(path);
    const after = before === null ? null : change(before);
    if (after === null) continue;
    const unfinished = `${path}.${process.pid}`;
    await writeDurably(unfinished, after);
    await rename(unfinished, path);
    changed += 1;
  }
  for (const name of (await namesIn(folder, "")).filter((one) => /\.\d+$/.test(one))) {
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(join(folder, name), { force: true });
  }
  return changed;
}

async function writeDurably(path: string, body: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(body);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** The name of a file is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function namesIn(folder: string, ...endings: readonly string[]): Promise<string[]> {
  // Asked before every page, and as a rule there is none; a failure by way of the thread pool costs a hundred times as much.
  if (!existsSync(folder)) return [];
  try {
    return (await readdir(folder)).filter((name) => endings.some((ending) => name.endsWith(ending)));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Null where another process has drained it meanwhile. */
async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
