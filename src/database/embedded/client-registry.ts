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

/** A process in a registry: a folder that holds one file per registration. The name is unique, also within one process. */
export interface Client {
  readonly name: string;
  readonly identity: ProcessIdentity;
}

/** A registration of this process. */
export interface OwnClient extends Client {
  unregister(): Promise<void>;
}

const HEARTBEAT_MS = 5_000;
/** Processes of another machine are only known by their heartbeat: they count as gone after four missed ones. */
const HEARTBEAT_TIMEOUT_MS = 20_000;
const POLL_MS = 100;

/**
 * Registers this process in `folder`, which must exist, until `unregister()` or its death, even by kill -9. The heartbeat does
 * not keep the process running.
 */
export async function register(folder: string): Promise<OwnClient> {
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
    async unregister() {
      clearInterval(heartbeat);
      await rm(file, { force: true });
    },
  };
}

/** All living clients, this process included. Removes the files of dead ones. */
export async function listClients(folder: string): Promise<Client[]> {
  const living: Client[] = [];
  for (const name of await readdir(folder)) {
    const identity = parseProcessIdentity(name.slice(0, name.lastIndexOf("~")));
    if (identity === null) continue;
    const file = join(folder, name);
    if (await isLiving(file, identity)) living.push({ name, identity });
    else await rm(file, { force: true });
  }
  return living;
}

async function isLiving(file: string, identity: ProcessIdentity): Promise<boolean> {
  const liveness = livenessOf(identity);
  if (liveness !== "elsewhere") return liveness === "alive";
  return Date.now() - (await readHeartbeat(file)) < HEARTBEAT_TIMEOUT_MS;
}

/** The time of the last heartbeat in milliseconds since 1970; 0: the file is gone. */
async function readHeartbeat(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? 0;
}

/**
 * Returns the first client of another machine or container whose heartbeat is seen (within 5 s); null once none is left. After
 * a container was killed, that takes 20 s.
 */
export async function findRemoteClient(folder: string): Promise<Client | null> {
  const heartbeats = new Map<string, number>();
  for (;;) {
    const clients = await listClients(folder);
    const remote = clients.filter(({ identity }) => livenessOf(identity) === "elsewhere");
    if (remote.length === 0) return null;
    for (const client of remote) {
      const latest = await readHeartbeat(join(folder, client.name));
      const first = heartbeats.get(client.name) ?? latest;
      if (latest !== first) return client;
      heartbeats.set(client.name, first);
    }
    await delay(POLL_MS);
  }
}
