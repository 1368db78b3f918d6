import type { AcquirePermit } from "./permits.ts";

/** Pages after which a walk goes to the back of the queue, where anybody waits there. */
const TURN_PAGES = 4;

/** What a walk has of the world around it that concerns its turn. */
export interface TimeSliceDeps {
  readonly acquirePermit: AcquirePermit;
  hasWaitingJobs(): Promise<boolean>;
  /** Lets the next walk get ready; it buys once this one leaves its seat. */
  releaseSlot(): void;
}

/** The turn of one walk among others that want to buy too. */
export interface TimeSlice {
  /** The next page is asked for; of each attempt. */
  onAsked(): void;
  /** The page is here, and only has to be kept. */
  onAnswered(): void;
  isOver(): Promise<boolean>;
  end(): void;
}

/**
 * Waits for a seat, and keeps it for four pages, and as long as nobody waits for four more. While the last is under way the
 * next walk gets ready, so that the API has always as many requests as it may have.
 */
export async function beginTimeSlice({
  acquirePermit,
  hasWaitingJobs,
  releaseSlot,
}: TimeSliceDeps): Promise<TimeSlice> {
  const leave = await acquirePermit();
  let answered = 0;
  let over = Promise.resolve(false);
  // Once way is given it stays given, though nobody may wait any more: somebody is getting ready.
  const decide = async (already: boolean) => {
    const isOver = already || (await hasWaitingJobs());
    if (isOver) releaseSlot();
    return isOver;
  };
  return {
    onAsked() {
      if ((answered + 1) % TURN_PAGES === 0) over = over.then(decide);
    },
    onAnswered() {
      answered += 1;
      void over.then((isOver) => isOver && leave());
    },
    isOver: () => over,
    end: leave,
  };
}
