import { randomBytes } from "node:crypto";
import { readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  currentProcessIdentity,
  formatProcessIdentity,
  livenessOf,
  type ProcessIdentity,
  parseProcessIdentity,
} from "../../machine/process-identity.ts";

/** Somebody who is there, known by a file of their own; `name` is unique, even within one process. */
export interface Presence {
  readonly name: string;
  readonly identity: ProcessIdentity;
}

/** Our own presence, to be ended by us. */
export interface OwnPresence extends Presence {
  withdraw(): Promise<void>;
}

const HEARTBEAT_MS = 5_000;
/** A process of another machine is only known by its heartbeat: four of them missed means that it is gone. */
const SILENCE_MS = 20_000;
const LOOK_AGAIN_MS = 100;

/**
 * Says that this process is there, until `withdraw()` or its death, however it dies.
 * `folder` must exist. The heartbeat keeps no process running.
 */
export async function announce(folder: string): Promise<OwnPresence> {
  const identity = currentProcessIdentity();
  const name = `${formatProcessIdentity(identity)}~${randomBytes(6).toString("hex")}`;
  const file = join(folder, name);
  await writeFile(file, "", { flag: "wx", mode: 0o600 });
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, HEARTBEAT_MS).unref();
  return {
    name,
    identity,
    async withdraw() {
      clearInterval(heartbeat);
      await rm(file, { force: true });
    },
  };
}

/** Time of the last heartbeat in milliseconds since 1970; 0 where there is none. */
async function readHeartbeat(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? 0;
}

async function isThere(file: string, identity: ProcessIdentity): Promise<boolean> {
  const liveness = livenessOf(identity);
  if (liveness !== "elsewhere") return liveness === "alive";
  return Date.now() - (await readHeartbeat(file)) < SILENCE_MS;
}

/** Everybody who is there, ourselves included; the files of those who are gone are removed on the way. */
export async function listPresent(folder: string): Promise<Presence[]> {
  const present: Presence[] = [];
  for (const name of await readdir(folder)) {
    const identity = parseProcessIdentity(name.slice(0, name.lastIndexOf("~")));
    if (identity === null) continue;
    const file = join(folder, name);
    if (await isThere(file, identity)) present.push({ name, identity });
    else await rm(file, { force: true });
  }
  return present;
}

/**
 * Finds out whether a process of another machine or container is there: the first one whose heart is seen to beat
 * (within 5 s), or null once all have been silent for 20 s, as they are after a container was killed.
 */
export async function findBeatingElsewhere(folder: string): Promise<Presence | null> {
  const firstBeats = new Map<string, number>();
  for (;;) {
    const present = await listPresent(folder);
    const elsewhere = present.filter((other) => livenessOf(other.identity) === "elsewhere");
    if (elsewhere.length === 0) return null;
    for (const other of elsewhere) {
      const beat = await readHeartbeat(join(folder, other.name));
      const first = firstBeats.get(other.name) ?? beat;
      if (beat !== first) return other;
      firstBeats.set(other.name, first);
    }
    await delay(LOOK_AGAIN_MS);
  }
}
