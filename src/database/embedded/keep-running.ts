/** How often a process looks whether the server still runs, in milliseconds. */
const LOOK_MS = 1_000;

/**
 * Calls `look` again and again, never twice at once, until `stop` is called. A failure is tried again at the next look. It does
 * not keep the process running.
 */
export function keepRunning(look: () => Promise<void>): { stop(): void } {
  let isLooking = false;
  const timer = setInterval(async () => {
    if (isLooking) return;
    isLooking = true;
    await look().catch(() => {});
    isLooking = false;
  }, LOOK_MS).unref();
  return { stop: () => clearInterval(timer) };
}
