/** Says whether one more event of this key fits. */
export type RateLimit = (key: string) => boolean;

/**
 * Allows so many events of a key within each window of time.
 * @param most events in a window
 * @param windowMs its length in milliseconds
 * @param now a clock in milliseconds
 */
export function makeRateLimit(most: number, windowMs: number, now: () => number): RateLimit {
  const windows = new Map<string, { readonly start: number; events: number }>();
  return (key) => {
    const at = now();
    const known = windows.get(key);
    if (known === undefined || at - known.start >= windowMs) {
      // Keys that were not used lately are dropped, so that strangers cannot fill the memory.
      if (windows.size > 10_000) windows.clear();
      windows.set(key, { start: at, events: 1 });
      return true;
    }
    known.events += 1;
    return known.events <= most;
  };
}
