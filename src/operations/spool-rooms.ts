import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../machine/durable-file.ts";
import {
  currentProcessIdentity,
  formatProcessIdentity,
  livenessOf,
  parseProcessIdentity,
} from "../machine/process-identity.ts";
import { errorCode, hasErrorCode } from "../values/error-code.ts";
import { TryLater } from "../values/errors.ts";

const EXTENSION = ".room";
const MEGABYTE = 1_048_576;
/** A process of another machine that uses the folder touches its files more often than this, in milliseconds. */
const ABANDONED_MS = 60 * 60_000;
/** The pause before the next look, in milliseconds. */
const LACK_MS = 2_000;
const FULL = ["ENOSPC", "EDQUOT"];

/** A file whose space on the disk is taken already. */
export interface Room {
  /** Makes the file hold `body` under the name `path`. @throws if the body is larger and the disk is full */
  writeAs(path: string, body: Uint8Array): Promise<void>;
  /** Returns the room, or what is left of it, to the next answer. */
  release(): void;
}

export interface SpoolRooms {
  /** Takes room for one answer. @throws TryLater if the disk is full or cannot be written */
  reserve(): Promise<Room>;
  /** Frees the space. */
  close(): Promise<void>;
}

/**
 * Keeps space on the disk for answers that are paid for and not there yet: one file for each call in flight of this process,
 * used again for the next call. Its size is twice that of the largest answer so far, at least 1 MB.
 */
export function makeSpoolRooms(folder: string): SpoolRooms {
  const free: string[] = [];
  const seen = new Map<string, SeenRoom>();
  let size = MEGABYTE;
  let tidied: Promise<void> | undefined;
  const toRoom = (room: string): Room => ({
    async writeAs(path, body) {
      size = Math.max(size, 2 * body.length);
      await fill(room, body);
      seen.delete(room);
      await rename(room, path);
      await syncFolder(folder);
    },
    release: () => void free.push(room),
  });
  return {
    async reserve() {
      tidied ??= removeAbandoned(folder);
      await tidied;
      const room = free.pop() ?? join(folder, nameRoom());
      if (isStillLarge(seen.get(room), size)) return toRoom(room);
      try {
        await makeLarge(folder, room, size);
        seen.set(room, { size, at: performance.now() });
      } catch (error) {
        free.push(room);
        throw new TryLater(describeLack(folder, size, error), LACK_MS);
      }
      return toRoom(room);
    },
    async close() {
      for (const room of free.splice(0)) await rm(room, { force: true });
    },
  };
}

/** How large a room was when it was last looked at, in bytes, and when. */
interface SeenRoom {
  readonly size: number;
  readonly at: number;
}

/** Somebody may remove the file, so that it is looked at again after a while. */
const TRUSTED_MS = 10_000;

function isStillLarge(seen: SeenRoom | undefined, size: number): boolean {
  return seen !== undefined && seen.size >= size && performance.now() - seen.at < TRUSTED_MS;
}

function describeLack(folder: string, size: number, error: unknown): string {
  if (!hasErrorCode(error, ...FULL))
    return `nothing can be written in ${folder} (${errorCode(error) ?? "unknown"}): nothing is bought until its answer can be kept there`;
  const megabytes = Math.ceil(size / MEGABYTE);
  return `the disk that holds ${folder} is full: ${megabytes} MB are wanted there for each page in flight; nothing is bought until they are free`;
}

function nameRoom(): string {
  const process = formatProcessIdentity(currentProcessIdentity());
  return `${process}~${randomBytes(6).toString("hex")}${EXTENSION}`;
}

/** Makes the file, or makes it larger. Zeros are written, because a file with holes takes no space. */
async function makeLarge(folder: string, room: string, size: number): Promise<void> {
  const found = await stat(room).catch(() => null);
  if (found !== null && found.size >= size) {
    if (Date.now() - found.mtimeMs > ABANDONED_MS / 6) await utimes(room, new Date(), new Date());
    return;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await fill(room, new Uint8Array(size));
}

/** Makes a file hold exactly this and waits until it is on the disk. The space that it had is written first. */
async function fill(path: string, body: Uint8Array): Promise<void> {
  const file = await open(path, "r+", 0o600).catch((error: unknown) => {
    if (!hasErrorCode(error, "ENOENT")) throw error;
    return open(path, "wx", 0o600);
  });
  try {
    for (let at = 0; at < body.length; )
      at += (await file.write(body, at, body.length - at, at)).bytesWritten;
    await file.truncate(body.length);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes the rooms of processes that died. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith(EXTENSION)) continue;
    const owner = parseProcessIdentity(name.slice(0, name.lastIndexOf("~")));
    const liveness = owner === null ? "elsewhere" : livenessOf(owner);
    const room = join(folder, name);
    const { mtimeMs } = await stat(room).catch(() => ({ mtimeMs: Date.now() }));
    const isAbandoned = liveness === "elsewhere" && Date.now() - mtimeMs > ABANDONED_MS;
    if (liveness === "dead" || isAbandoned) await rm(room, { force: true });
  }
}
