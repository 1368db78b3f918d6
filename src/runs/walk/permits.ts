import pLimit from "p-limit";

/** Resolves, in the order of the calls, once a permit is free, to the function that gives it back. */
export type AcquirePermit = () => Promise<() => void>;

/** @param count permits that may be held at the same time */
export function makePermits(count: number): AcquirePermit {
  const limit = pLimit(count);
  return () =>
    new Promise((acquired) => {
      void limit(() => new Promise<void>(acquired));
    });
}
