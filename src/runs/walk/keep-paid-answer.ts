import type { SearchAnswer } from "../../leonar/profile-search.ts";
import { StoreUnavailable, StoreWentBack } from "../../values/errors.ts";
import type { AnswerSpool, SpooledAnswer, SpoolRoom } from "./answer-spool.ts";
import type { PurchaseObserver } from "./purchase-observer.ts";
import type { WalkStore } from "./walk-store.ts";

/** What keeping an answer needs of the world outside: a part of what buying needs. */
export interface KeepingDeps {
  readonly store: Pick<WalkStore, "recordAnswer">;
  readonly spool: Pick<AnswerSpool, "discard" | "setAside">;
  readonly observer: PurchaseObserver;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const PAUSE_MS = 1_000;
/** How often the database is tried for an answer that is safe on the disk; after that a later drain of the spool stores it. */
const TRIES_FROM_DISK = 60;

/**
 * Records a paid answer. One that the database does not take at once goes to the disk; as long as neither takes it, both are
 * tried again until `signals.aborting`, because the answer is in the memory of this process alone.
 * @throws StoreUnavailable if the answer is left to the spool, or lost by `signals.aborting`; StoreWentBack if the database no longer
 * has the call, and then the answer is put aside in the spool
 */
export async function keepPaidAnswer(
  { store, spool, sleep, observer }: KeepingDeps,
  { stopping, aborting }: { readonly stopping: AbortSignal; readonly aborting: AbortSignal },
  { room, kept, answer }: { room: SpoolRoom; kept: SpooledAnswer; answer: SearchAnswer },
): Promise<void> {
  let triesFromDisk = 0;
  for (;;) {
    try {
      await store.recordAnswer(kept.callId, answer, kept.attempt);
      if (triesFromDisk > 0) await spool.discard(kept);
      return;
    } catch (error) {
      if (error instanceof StoreWentBack && (triesFromDisk > 0 || (await isKeptNow(room, kept))))
        await spool.setAside(kept);
      if (!(error instanceof StoreUnavailable) || error instanceof StoreWentBack) throw error;
      if (triesFromDisk > 0 || (await isKeptNow(room, kept))) triesFromDisk += 1;
      else observer.waiting?.(`a paid answer waits in memory for the database or the disk: ${error.message}`);
      // From the disk the next process stores it; a process that is to stop need not wait for that.
      const until = triesFromDisk > 0 ? stopping : aborting;
      if (until.aborted || triesFromDisk > TRIES_FROM_DISK) throw error;
      await sleep(PAUSE_MS, until);
    }
  }
}

async function isKeptNow(room: SpoolRoom, answer: SpooledAnswer): Promise<boolean> {
  return room.keep(answer).then(
    () => true,
    () => false,
  );
}
