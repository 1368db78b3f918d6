/** How often the same reason is told, in milliseconds. */
const PAUSE_MS = 30_000;

/** Tells why a run waits: each reason at once, and again every half minute while it lasts. */
export function makeWaitTeller(tell: (line: string) => void): (reason: string) => void {
  const toldAt = new Map<string, number>();
  return (reason) => {
    const last = toldAt.get(reason);
    if (last !== undefined && performance.now() - last < PAUSE_MS) return;
    toldAt.set(reason, performance.now());
    tell(`Waiting: ${reason}`);
  };
}
