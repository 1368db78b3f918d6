import { randomBytes } from "node:crypto";
import { cp, lstat, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { hasCode } from "./explain-failure.ts";
import type { Binaries } from "./locate-binaries.ts";

const COPY_PREFIX = "binaries-";

/** Both paths begin with `native/`, the folder that holds the list. */
const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

interface Symlink {
  readonly file: string;
  readonly pointsTo: string;
}

async function readSymlinks(folder: string): Promise<Symlink[]> {
  const text = await readFile(join(folder, "pg-symlinks.json"), "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return "[]";
    throw error;
  });
  return symlinkList.parse(JSON.parse(text)).map(({ source, target }) => ({
    file: join(dirname(folder), target),
    pointsTo: relative(dirname(target), source),
  }));
}

async function findMissing(folder: string): Promise<Symlink[]> {
  const missing: Symlink[] = [];
  for (const link of await readSymlinks(folder)) {
    const found = await lstat(link.file).catch(() => null);
    if (found === null) missing.push(link);
  }
  return missing;
}

async function makeSymlinks(links: readonly Symlink[]): Promise<void> {
  for (const link of links) {
    await symlink(link.pointsTo, link.file).catch((error: unknown) => {
      if (!hasCode(error, "EEXIST")) throw error;
    });
  }
}

async function removeOtherCopies(cache: string, kept: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith(COPY_PREFIX) && name !== kept)
      await rm(join(cache, name), { recursive: true, force: true });
  }
}

/** The paths of the list begin with the folder's own name, which is why the copy keeps it. */
async function copyWithSymlinks(binaries: Binaries, cache: string): Promise<string> {
  const name = `${COPY_PREFIX}${binaries.version}`;
  const copy = join(cache, name);
  if ((await lstat(copy).catch(() => null)) === null) {
    await removeOtherCopies(cache, name);
    const draft = join(cache, `${COPY_PREFIX}new-${randomBytes(6).toString("hex")}`);
    await cp(binaries.folder, join(draft, "native"), { recursive: true, verbatimSymlinks: true });
    await makeSymlinks(await findMissing(join(draft, "native")));
    await rename(draft, copy);
  }
  return join(copy, "native");
}

/**
 * Returns the folder of the server with the links between its libraries in place. Registry packages cannot hold links;
 * the package makes them in an install script, which npm may be told not to run. Where the package's folder cannot be
 * written, a copy of it in `cache` is completed instead. Call it under the lock.
 */
export async function hydrateSymlinks(binaries: Binaries, cache: string): Promise<string> {
  const missing = await findMissing(binaries.folder);
  if (missing.length === 0) return binaries.folder;
  try {
    await makeSymlinks(missing);
    return binaries.folder;
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM", "EROFS")) throw error;
    return await copyWithSymlinks(binaries, cache);
  }
}
