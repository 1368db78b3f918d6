import { setTimeout as delay } from "node:timers/promises";
import { StoreUnavailable } from "../../values/errors.ts";
import { announce, listPresent, type OwnPresence, type Presence } from "./presence.ts";

const SHORTEST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 16;
/** Longer than the longest start of a server, which is made under the lock. */
const PATIENCE_MS = 12 * 60_000;

async function pause(): Promise<void> {
  await delay(SHORTEST_PAUSE_MS + Math.random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS));
}

function giveUp(holder: Presence): StoreUnavailable {
  const { pid, hostname } = holder.identity;
  return new StoreUnavailable(
    `process ${pid} on ${hostname} has been starting or stopping the database for too long; end it and try again`,
  );
}

/** True once nobody else is there; false if another newcomer goes first, in which case we have withdrawn. */
async function outlast(folder: string, mine: OwnPresence, deadline: number): Promise<boolean> {
  for (;;) {
    const others = (await listPresent(folder)).filter((other) => other.name !== mine.name);
    const [first] = others;
    if (first === undefined) return true;
    if (Date.now() > deadline) throw giveUp(first);
    if (others.some((other) => other.name < mine.name)) {
      await mine.withdraw();
      return false;
    }
    await pause();
  }
}

async function acquire(folder: string): Promise<OwnPresence> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const [holder] = await listPresent(folder);
    if (holder === undefined) {
      const mine = await announce(folder);
      try {
        if (await outlast(folder, mine, deadline)) return mine;
      } catch (error) {
        await mine.withdraw();
        throw error;
      }
    } else if (Date.now() > deadline) {
      throw giveUp(holder);
    }
    await pause();
  }
}

/**
 * Runs `work` while nobody else, in this process or another, runs theirs for the same folder, which must exist.
 *
 * Whoever wants the lock first puts up a file of its own and then looks for others: of any two the later one sees the
 * earlier, so two can never both find themselves alone. No file is ever taken over, which is where locks with one
 * shared file go wrong after a kill -9: the file of a dead process simply no longer counts.
 *
 * @throws StoreUnavailable where the lock does not come free within 12 minutes.
 */
export async function withFileLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const mine = await acquire(folder);
  try {
    return await work();
  } finally {
    await mine.withdraw();
  }
}
