import type { RunReport, SpecReport } from "../../runs/run-report.ts";
import type { Progress } from "./progress.ts";

/** Pages after which a walk is long: its lines come only now and then. */
const LONG_WALK = 20;
const PAUSE_MS = 10_000;

/** One line per page and one per ended walk, from what changed between two reports. */
export function makeLines(print: (line: string) => void, now: () => number): Progress {
  const seen = new Map<string, SpecReport>();
  const printedAt = new Map<string, number>();
  const tell = (spec: SpecReport) => {
    const before = seen.get(spec.spec);
    seen.set(spec.spec, spec);
    const isOver = hasEnded(spec) && (before === undefined || !hasEnded(before));
    if (isOver) return print(describeEnd(spec));
    if (spec.waitsForRun !== null && spec.waitsForRun !== before?.waitsForRun) print(describeWait(spec));
    if (spec.pages === (before?.pages ?? 0)) return;
    const last = printedAt.get(spec.spec);
    if (spec.pages > LONG_WALK && last !== undefined && now() - last < PAUSE_MS) return;
    printedAt.set(spec.spec, now());
    print(describePages(spec));
  };
  return {
    update: (report: RunReport) => report.specs.forEach(tell),
    note: print,
    stop() {},
  };
}

/** One line on a walk that waits for another run of the same spec. */
export function describeWait({ spec, waitsForRun }: SpecReport): string {
  return `${spec}: waits for run ${waitsForRun}, which walks it; \`sourcing runs ${waitsForRun}\` shows how it goes`;
}

/** Whether nothing more is bought for this spec in this run. */
export function hasEnded({ status }: SpecReport): boolean {
  return status !== "waiting" && status !== "walking";
}

function describePages(spec: SpecReport): string {
  const { pages, profilesSeen, profilesNew, creditsSpent } = spec;
  return `${spec.spec}: page ${spec.nextPage - 1}; ${count(pages, "page")}, ${profilesSeen} people, ${profilesNew} new, ${count(creditsSpent, "credit")}`;
}

/** One line on a walk that has ended. */
export function describeEnd(spec: SpecReport): string {
  const { status, stopReason, fresh, pages, profilesSeen, profilesNew, creditsSpent } = spec;
  if (fresh) return `${spec.spec}: fresh, nothing bought`;
  const sums = `${count(pages, "page")}, ${profilesSeen} people, ${profilesNew} new, ${count(creditsSpent, "credit")}`;
  return `${spec.spec}: ${status}, ${stopReason ?? ""}; ${sums}`;
}

function count(value: number, noun: string): string {
  return `${value} ${noun}${value === 1 ? "" : "s"}`;
}
