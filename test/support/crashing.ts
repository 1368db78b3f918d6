import type { ProfileSearch } from "../../src/leonar/profile-search.ts";
import type { WalkStore } from "../../src/runs/walk/walk-store.ts";

/** A process that is dead does nothing any more, and says so to nobody. */
export class CrashError extends Error {}

/** Numbers from 0 to 1 that a seed decides. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What may befall a process between two of its steps. */
export interface Fate {
  /** Chance of dying at each point. */
  readonly death: number;
  /** Chance of being frozen at each point, once. */
  readonly frost: number;
  /** Is called when the process is frozen; it goes on when the promise resolves. */
  freeze(): Promise<void>;
}

/**
 * The store and the API as a process sees them that dies or is frozen at some point: before it does something, or once it
 * is done and before the process learns of it.
 */
export function crashing(
  app: { store: WalkStore; search: ProfileSearch },
  random: () => number,
  fate: Fate,
): { store: WalkStore; search: ProfileSearch; isDead: () => boolean } {
  let dead = false;
  let wasFrozen = false;
  const passPoint = async () => {
    dead ||= random() < fate.death;
    if (dead) throw new CrashError();
    if (wasFrozen || random() >= fate.frost) return;
    wasFrozen = true;
    await fate.freeze();
  };
  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name, receiver) {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== "function" || name === "readPage") return method;
        return async (...given: unknown[]) => {
          await passPoint();
          const result: unknown = await Reflect.apply(method, target, given);
          await passPoint();
          return result;
        };
      },
    });
  return { store: wrap(app.store), search: wrap(app.search), isDead: () => dead };
}
