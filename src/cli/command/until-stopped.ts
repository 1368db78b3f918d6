const HOUR_MS = 3_600_000;

/** Waits for Ctrl-C, a SIGTERM or a SIGHUP. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    // Waiting for a signal alone keeps no process alive.
    const alive = setInterval(() => {}, HOUR_MS);
    const stop = () => {
      clearInterval(alive);
      resolve();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    process.once("SIGHUP", stop);
  });
}
