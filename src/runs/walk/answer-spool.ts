import type { ProfileSearch } from "../../leonar/profile-search.ts";
import { ContractBroken, StoreRefused } from "../../values/errors.ts";
import type { WalkStore } from "./walk-store.ts";

/** A paid answer that the database could not take yet. */
export interface SpooledAnswer {
  readonly callId: number;
  /** Which call of that number: a restored backup gives numbers again. */
  readonly attempt: string;
  /** The body exactly as received. */
  readonly body: Uint8Array;
}

/** Space on the disk for one answer that has not come yet. */
export interface SpoolRoom {
  /** As `AnswerSpool.keep`; an answer that is not larger than the room is kept on a full disk too. */
  keep(answer: SpooledAnswer): Promise<void>;
  /** Returns the space to the next answer. */
  release(): void;
}

/** Paid answers on this machine's disk, for the database at hand. */
export interface AnswerSpool {
  /** Takes space for the answer to a call, before it is opened. @throws TryLater if the disk is full */
  reserve(): Promise<SpoolRoom>;
  /** Frees the space that this process has taken. */
  close(): Promise<void>;
  /** Returns once the answer would survive a loss of power. @throws where the disk does not take it */
  keep(answer: SpooledAnswer): Promise<void>;
  /** What is kept, oldest call first. */
  kept(): Promise<SpooledAnswer[]>;
  /** Forgets an answer that the database has. */
  discard(answer: SpooledAnswer): Promise<void>;
  /** Puts an answer aside that the database has no call for. */
  setAside(answer: SpooledAnswer): Promise<void>;
  /**
   * Changes every answer that is kept for whichever database or was put aside, and deletes what was never written to its
   * end. Gives how many it changed.
   * @param change gives the new body; null: it stays as it is
   */
  rewrite(change: (body: Uint8Array) => Uint8Array | null): Promise<number>;
}

/**
 * Hands what is kept to the database, before anything new is bought. Gives how many answers it took.
 * @throws StoreUnavailable
 */
export async function drainSpool(
  spool: AnswerSpool,
  store: Pick<WalkStore, "isKnownCall" | "recordAnswer">,
  search: Pick<ProfileSearch, "readPage">,
): Promise<number> {
  let drained = 0;
  for (const answer of await spool.kept()) {
    if (await take(answer, store, search)) {
      await spool.discard(answer);
      drained += 1;
    } else await spool.setAside(answer);
  }
  return drained;
}

/** False where the database has no such call, or will never take the answer. */
async function take(
  { callId, attempt, body }: SpooledAnswer,
  store: Pick<WalkStore, "isKnownCall" | "recordAnswer">,
  search: Pick<ProfileSearch, "readPage">,
): Promise<boolean> {
  try {
    if (!(await store.isKnownCall(callId, attempt))) return false;
    await store.recordAnswer(callId, { body, page: search.readPage(body) });
    return true;
  } catch (error) {
    if (error instanceof StoreRefused || error instanceof ContractBroken) return false;
    throw error;
  }
}
