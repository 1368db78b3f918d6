import pLimit from "p-limit";

/** Resolves once there is room, in the order of asking, to what makes room again. */
export type AcquirePermit = () => Promise<() => void>;

/** @param count how many sit at once */
export function makePermits(count: number): AcquirePermit {
  const limit = pLimit(count);
  return () =>
    new Promise((sit) => {
      void limit(() => new Promise<void>(sit));
    });
}
