import { createHash, randomBytes } from "node:crypto";
import { makeOnceKeys, type OnceKeys } from "./once-keys.ts";
import type { Identity } from "./scope.ts";

/** A session without a request for so long has ended, in milliseconds. */
const IDLE_MS = 8 * 3_600_000;
/** A session ends after so long, however busy it is, in milliseconds. */
const LONGEST_MS = 7 * 24 * 3_600_000;
const MOST_SESSIONS = 200;

/** One browser that is signed in. */
export interface Session {
  readonly identity: Identity;
  /** Stands in every form of this session. */
  readonly formToken: string;
  readonly once: OnceKeys;
  /** Keeps a sentence for the next page that this session loads. */
  say(sentence: string): void;
  /** Returns the sentences that were kept, once. */
  takeSaid(): string[];
}

interface StoredSession {
  readonly session: Session;
  readonly startedAt: number;
  usedAt: number;
}

/** The sessions of this process. Only hashes of their ids are kept. */
export interface Sessions {
  /** Starts a session and returns its id, which the cookie holds. */
  start(identity: Identity): string;
  /** @param id as the cookie has it; null: there is no such session, or it has ended */
  find(id: string | undefined): Session | null;
  end(id: string | undefined): void;
}

/** @param now a clock in milliseconds */
export function makeSessions(now: () => number): Sessions {
  const stored = new Map<string, StoredSession>();
  const isOver = ({ startedAt, usedAt }: StoredSession) =>
    now() - usedAt > IDLE_MS || now() - startedAt > LONGEST_MS;
  return {
    start(identity) {
      for (const [key, known] of stored) if (isOver(known)) stored.delete(key);
      const [oldest] = stored.keys();
      if (stored.size >= MOST_SESSIONS && oldest !== undefined) stored.delete(oldest);
      const id = randomBytes(32).toString("base64url");
      stored.set(hashOf(id), { session: makeSession(identity), startedAt: now(), usedAt: now() });
      return id;
    },
    find(id) {
      const known = id === undefined ? undefined : stored.get(hashOf(id));
      if (known === undefined || isOver(known)) return null;
      known.usedAt = now();
      return known.session;
    },
    end(id) {
      if (id !== undefined) stored.delete(hashOf(id));
    },
  };
}

function makeSession(identity: Identity): Session {
  let said: string[] = [];
  return {
    identity,
    formToken: randomBytes(24).toString("base64url"),
    once: makeOnceKeys(),
    say(sentence) {
      said.push(sentence);
    },
    takeSaid() {
      const sentences = said;
      said = [];
      return sentences;
    },
  };
}

function hashOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}
