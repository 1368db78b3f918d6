import { EXIT_CODES } from "./interruption.ts";

const HOUR_MS = 3_600_000;

/** Waits for Ctrl-C or a SIGTERM. */
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
  });
}

/** Does work that Ctrl-C ends at once, by `signal`, and gives its exit code: 130 or 143 where it was ended. */
export async function stoppable(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const stopping = new AbortController();
  let exitCode: number | null = null;
  const onSignal = (signal: keyof typeof EXIT_CODES) => {
    exitCode = EXIT_CODES[signal];
    stopping.abort();
  };
  // Once: a second one ends the process.
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  try {
    const code = await work(stopping.signal);
    return exitCode ?? code;
  } catch (error) {
    if (exitCode !== null) return exitCode;
    throw error;
  } finally {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  }
}
