import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { SourcingError } from "../values/errors.ts";

/** A file that nobody takes for finished before it is. */
export interface HiddenFile {
  write(text: string): Promise<void>;
  /** Brings all of it to the disk; nothing is written afterwards. */
  finish(): Promise<void>;
  /** Gives it the name by which people find it. */
  publishAs(name: string): Promise<void>;
  /** Removes it, whatever it is called by now. */
  discard(): Promise<void>;
}

/** Nothing was recorded, and no file is left. */
export class FileUnwritable extends SourcingError {
  constructor(name: string, code: unknown) {
    super(`${name} cannot be written (${code}): nothing was exported`);
  }
}

/**
 * Makes a file beside `near` that only its owner may read, since people's data goes into it.
 * @throws FileUnwritable here and in every method
 */
export async function openHidden(near: string): Promise<HiddenFile> {
  let path = join(dirname(near), `.${basename(near)}.${randomBytes(6).toString("hex")}`);
  const handle = await orUnwritable(near, open(path, "wx", 0o600));
  return {
    write: (text) => orUnwritable(near, handle.writeFile(text)),
    async finish() {
      await orUnwritable(near, handle.sync());
      await orUnwritable(near, handle.close());
    },
    async publishAs(name) {
      await orUnwritable(name, rename(path, name));
      path = name;
    },
    async discard() {
      await handle.close().catch(() => {});
      await rm(path, { force: true });
    },
  };
}

/** Brings to the disk how the files of a folder are called. Not every system can, and then does so by itself. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

/** Node's own error would be taken for one of the database, within whose transaction files get their names. */
async function orUnwritable<Result>(name: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw new FileUnwritable(name, error instanceof Error && "code" in error ? error.code : "unknown error");
  }
}
