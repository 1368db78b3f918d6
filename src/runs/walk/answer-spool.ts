import type { ProfileSearch } from "../../leonar/profile-search.ts";
import { ContractBroken, StoreRefused } from "../../values/errors.ts";
import type { PurchaseObserver } from "./purchase-observer.ts";
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
  /** Whether something may be kept: false where this process has just looked and has kept nothing since. Costs nothing. */
  mayHold(): boolean;
  /** What is kept, oldest call first. */
  kept(): Promise<SpooledAnswer[]>;
  /** Forgets an answer that the database has. */
  discard(answer: SpooledAnswer): Promise<void>;
  /** Puts an answer aside that the database does not take; another process may have done so. */
  setAside(answer: SpooledAnswer): Promise<void>;
  /**
   * Changes every answer that is kept for whichever database or was put aside, and deletes what was never written to its
   * end. Gives how many it changed.
   * @param change gives the new body; null: it stays as it is
   */
  rewrite(change: (body: Uint8Array) => Uint8Array | null): Promise<number>;
}

/** What became of the answers that were kept. */
export interface DrainResult {
  readonly stored: number;
  /** Put aside: the database has no call for them. */
  readonly unknown: number;
  /** Put aside: the bytes are no answer, because the file was cut short, or the database does not take them. */
  readonly unreadable: number;
}
type DrainedAs = keyof DrainResult;

type CallStore = Pick<WalkStore, "isKnownCall" | "recordAnswer">;

/**
 * Hands what is kept to the database, before anything new is bought. Several processes may do so at once.
 * @throws StoreUnavailable
 */
export async function drainSpool(
  spool: AnswerSpool,
  store: CallStore,
  search: Pick<ProfileSearch, "readPage">,
): Promise<DrainResult> {
  const result = { stored: 0, unknown: 0, unreadable: 0 };
  for (const answer of await spool.kept()) {
    const drainedAs = await take(answer, store, search);
    await (drainedAs === "stored" ? spool.discard(answer) : spool.setAside(answer));
    result[drainedAs] += 1;
  }
  return result;
}

/** As `drainSpool`, and tells the observer. Returns how many answers were stored. @throws StoreUnavailable */
export async function drainAndTell({
  spool,
  store,
  search,
  observer,
}: {
  readonly spool: AnswerSpool;
  readonly store: CallStore;
  readonly search: Pick<ProfileSearch, "readPage">;
  readonly observer: PurchaseObserver;
}): Promise<number> {
  const result = await drainSpool(spool, store, search);
  const words = describeDrain(result);
  if (words !== null) observer.drained?.(words);
  return result.stored;
}

/** Words for a result; null: nothing was kept. */
function describeDrain({ stored, unknown, unreadable }: DrainResult): string | null {
  const parts = [
    stored > 0 && `paid answers from this machine's disk that were stored, for no more credits: ${stored}`,
    unreadable > 0 &&
      `paid answers there that are cut short or no answers, put aside (*.aside), while their credits stay in suspense: ${unreadable}`,
    unknown > 0 && `paid answers there for no call of this database, put aside (*.aside): ${unknown}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : parts.join("; ");
}

async function take(
  { callId, attempt, body }: SpooledAnswer,
  store: CallStore,
  search: Pick<ProfileSearch, "readPage">,
): Promise<DrainedAs> {
  if (!(await store.isKnownCall(callId, attempt))) return "unknown";
  try {
    await store.recordAnswer(callId, { body, page: search.readPage(body) });
    return "stored";
  } catch (error) {
    if (error instanceof StoreRefused || error instanceof ContractBroken) return "unreadable";
    throw error;
  }
}
