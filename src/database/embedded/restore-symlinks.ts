import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, lstat, readdir, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { readIfExists } from "../../machine/durable-file.ts";
import { hasErrorCode } from "../../values/error-code.ts";
import type { Binaries } from "./locate-binaries.ts";

const COPY_PREFIX = "binaries-";

/** Both paths begin with `native/`, the folder that holds the list. */
const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

interface Symlink {
  readonly file: string;
  readonly pointsTo: string;
}

/**
 * Makes the missing links between the server's libraries and returns the server's folder. Registry packages cannot hold links;
 * the package makes them in an install script, which npm may be told not to run. If the package's folder cannot be written,
 * a copy of it in `cache` gets the links. Call it under the lock.
 */
export async function restoreSymlinks(binaries: Binaries, cache: string): Promise<string> {
  try {
    await makeMissing(binaries.folder);
    return binaries.folder;
  } catch (error) {
    if (!hasErrorCode(error, "EACCES", "EPERM", "EROFS")) throw error;
    return await copyWithSymlinks(binaries, cache);
  }
}

async function makeMissing(folder: string): Promise<void> {
  for (const { file, pointsTo } of await readSymlinks(folder)) {
    if ((await lstat(file).catch(() => null)) !== null) continue;
    await symlink(pointsTo, file).catch((error: unknown) => {
      if (!hasErrorCode(error, "EEXIST")) throw error;
    });
  }
}

async function readSymlinks(folder: string): Promise<Symlink[]> {
  const text = (await readIfExists(join(folder, "pg-symlinks.json")))?.toString("utf8") ?? "[]";
  return symlinkList.parse(JSON.parse(text)).map(({ source, target }) => ({
    file: join(dirname(folder), target),
    pointsTo: relative(dirname(target), source),
  }));
}

/** The copy keeps the folder's name, with which the paths of the list begin. */
async function copyWithSymlinks({ folder, version }: Binaries, cache: string): Promise<string> {
  const copy = join(cache, `${COPY_PREFIX}${version}`);
  if (!existsSync(copy)) {
    for (const name of await readdir(cache))
      if (name.startsWith(COPY_PREFIX)) await rm(join(cache, name), { recursive: true, force: true });
    const draft = join(cache, `${COPY_PREFIX}new-${randomBytes(6).toString("hex")}`);
    await cp(folder, join(draft, "native"), { recursive: true, verbatimSymlinks: true });
    await makeMissing(join(draft, "native"));
    await rename(draft, copy);
  }
  return join(copy, "native");
}
