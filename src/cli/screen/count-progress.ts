import { SingleBar } from "cli-progress";
import { canDrawBars } from "../../operations/config.ts";
import { withoutGuard } from "./guard-output.ts";

const PAUSE_MS = 10_000;

/** Shows how far a count has come. */
export interface CountProgress {
  update(value: number): void;
  /** Leaves the terminal as it was; safe to repeat. */
  stop(): void;
}

/** Shows a count by a bar on a terminal and by a line every ten seconds elsewhere. @param noun of what is counted, such as `people` */
export function countProgress(stream: NodeJS.WriteStream, total: number, noun: string): CountProgress {
  return canDrawBars(stream) ? makeBar(stream, total, noun) : makeLines(stream, total, noun);
}

function makeBar(stream: NodeJS.WriteStream, total: number, noun: string): CountProgress {
  const bar = new SingleBar({
    stream: withoutGuard(stream),
    format: `{bar} {value}/{total} ${noun}, {eta_formatted} to go`,
    clearOnComplete: true,
    hideCursor: true,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    gracefulExit: false,
    linewrap: false,
  });
  bar.start(Math.max(total, 1), 0);
  return {
    update(value) {
      bar.setTotal(Math.max(total, value, 1));
      bar.update(value);
    },
    stop: () => bar.stop(),
  };
}

function makeLines(stream: NodeJS.WriteStream, total: number, noun: string): CountProgress {
  let printedAt = performance.now();
  return {
    update(value) {
      if (performance.now() - printedAt < PAUSE_MS) return;
      printedAt = performance.now();
      stream.write(`${value} of ${Math.max(total, value)} ${noun}\n`);
    },
    stop() {},
  };
}
