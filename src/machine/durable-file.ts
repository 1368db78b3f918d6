import { open, readFile, rm } from "node:fs/promises";
import { hasErrorCode } from "../values/error-code.ts";

/** Reads a file; null: it does not exist. */
export async function readIfExists(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return null;
    throw error;
  }
}

/** Makes a new file that only its owner may read and waits until it is on the disk; an unfinished one is removed. */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Systems that cannot open or sync a folder (Windows, some network file systems) answer with one of these. */
const CANNOT_SYNC_FOLDERS = ["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "EBADF"];

/** Waits until the names of a folder's files are on the disk: only then does a rename survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    if (!hasErrorCode(error, ...CANNOT_SYNC_FOLDERS)) throw error;
  }
}
