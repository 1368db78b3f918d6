import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode } from "../values/error-code.ts";
import { SourcingError } from "../values/errors.ts";
import { syncFolder } from "./durable-file.ts";

/** A file with a hidden name until it is complete. */
export interface HiddenFile {
  write(text: string): Promise<void>;
  /** Closes the file once all of it is on the disk. */
  finish(): Promise<void>;
  /** Renames it to the name that its user wants, and waits until the disk has that name. */
  publishAs(name: string): Promise<void>;
  /** Removes it under either name. */
  discard(): Promise<void>;
}

/** A file cannot be written, and none is left. */
export class FileUnwritable extends SourcingError {
  constructor(name: string, code: unknown) {
    super(`${name} cannot be written (${code}): no file was made`);
  }
}

/**
 * Makes a file in the folder of `near` that only its owner may read, because it will hold data of people.
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
      await orUnwritable(name, syncFolder(dirname(name)));
    },
    async discard() {
      await handle.close().catch(() => {});
      await rm(path, { force: true });
    },
  };
}

/** Files get their names within a transaction, where an error of Node would look like one of the database. */
async function orUnwritable<Result>(name: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw new FileUnwritable(name, errorCode(error) ?? "unknown error");
  }
}
