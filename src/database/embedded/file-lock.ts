import { setTimeout as delay } from "node:timers/promises";
import { StoreUnavailable } from "../../values/errors.ts";
import { type Client, listClients, type OwnClient, register } from "./client-registry.ts";

const MIN_PAUSE_MS = 4;
const MAX_PAUSE_MS = 16;
/** Longer than the longest start of a server, which happens under the lock. */
const TIMEOUT_MS = 12 * 60_000;

/**
 * Runs `work` while no other caller, in this process or another, runs theirs for the same folder, which must exist.
 *
 * A caller registers itself in the folder and then looks for others. Of any two callers the later one sees the earlier one, so
 * two can never both find themselves alone. A lock of one shared file would have to be taken over after a kill -9, which two
 * processes can do at once; here the registration of a dead process does not count.
 *
 * @throws StoreUnavailable if the lock is not free within 12 minutes
 */
export async function withFileLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = await acquire(folder, Date.now() + TIMEOUT_MS);
  try {
    return await work();
  } finally {
    await lock.unregister();
  }
}

async function acquire(folder: string, deadline: number): Promise<OwnClient> {
  for (;;) {
    const [holder] = await listClients(folder);
    if (holder === undefined) {
      const own = await register(folder);
      if (await waitUntilAlone(folder, own, deadline)) return own;
    } else if (Date.now() > deadline) {
      throw timedOut(holder);
    }
    await pause();
  }
}

/** Of several newcomers the one with the first name stays; the others unregister, and this returns false. */
async function waitUntilAlone(folder: string, own: OwnClient, deadline: number): Promise<boolean> {
  try {
    for (;;) {
      const others = (await listClients(folder)).filter(({ name }) => name !== own.name);
      const [first] = others;
      if (first === undefined) return true;
      if (Date.now() > deadline) throw timedOut(first);
      if (others.some(({ name }) => name < own.name)) break;
      await pause();
    }
  } catch (error) {
    await own.unregister();
    throw error;
  }
  await own.unregister();
  return false;
}

/** The random part keeps two newcomers from meeting again and again. */
function pause(): Promise<void> {
  return delay(MIN_PAUSE_MS + Math.random() * (MAX_PAUSE_MS - MIN_PAUSE_MS));
}

function timedOut({ identity: { pid, hostname } }: Client): StoreUnavailable {
  return new StoreUnavailable(
    `process ${pid} on ${hostname} has been starting or stopping the database for too long; end it and try again`,
  );
}
