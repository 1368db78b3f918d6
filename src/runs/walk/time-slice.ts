import type { AcquirePermit } from "./permits.ts";

/** Pages after which a walk goes to the back of the queue, if another walk waits there. */
const SLICE_PAGES = 4;

/** What a time slice needs of the process and the queue. */
export interface TimeSliceDeps {
  readonly acquirePermit: AcquirePermit;
  hasWaitingJobs(): Promise<boolean>;
  /** Lets the next job start; its walk buys once this one gives its permit back. */
  releaseSlot(): void;
}

/** The time for which one walk buys before the next one of the queue does. */
export interface TimeSlice {
  /** Is called before each attempt to buy a page. */
  onRequested(): void;
  /** Is called when a page has arrived and is not yet stored. */
  onAnswered(): void;
  isOver(): Promise<boolean>;
  end(): void;
}

/**
 * Waits for a permit and keeps it for four pages, and for four more as long as no other walk waits. The next walk starts while
 * the last page is requested, so that the API always has as many requests in flight as are allowed.
 */
export async function beginTimeSlice({
  acquirePermit,
  hasWaitingJobs,
  releaseSlot,
}: TimeSliceDeps): Promise<TimeSlice> {
  const releasePermit = await acquirePermit();
  let answered = 0;
  let over = Promise.resolve(false);
  // A slice that is over stays over, even if the queue is empty now: the next walk has started.
  const decide = async (already: boolean) => {
    const isOver = already || (await hasWaitingJobs());
    if (isOver) releaseSlot();
    return isOver;
  };
  return {
    onRequested() {
      if ((answered + 1) % SLICE_PAGES === 0) over = over.then(decide);
    },
    onAnswered() {
      answered += 1;
      void over.then((isOver) => isOver && releasePermit());
    },
    isOver: () => over,
    end: releasePermit,
  };
}
