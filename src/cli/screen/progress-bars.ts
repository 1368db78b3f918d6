import { MultiBar, type SingleBar } from "cli-progress";
import type { RunReport, SpecReport } from "../../runs/run-report.ts";
import { toPrintableLine } from "../../values/printable-text.ts";
import { withoutGuard } from "./guard-output.ts";
import type { Progress } from "./progress.ts";
import { describeEnd, describeWait, hasEnded } from "./progress-lines.ts";
import { padTo, shortenTo } from "./text-width.ts";

const PAGE_PEOPLE = 25;
/** More bars than this do not fit a small terminal. */
const MOST_BARS = 10;
const BAR = "{name} {bar} {value}/{total} people, {fresh} new";
const UNKNOWN = "{name} {value} people, {fresh} new";
const BUDGET = "{name} {bar} {value}/{total} credits";
const SPENT = "{name} {value} credits";

/** One bar for each walk under way and one for the run's credits; what has ended leaves a line above. */
export function makeBars(stream: NodeJS.WriteStream): Progress {
  const { nameWidth, barWidth } = layoutOf(stream.columns);
  const multi = new MultiBar({
    stream: withoutGuard(stream),
    clearOnComplete: true,
    hideCursor: true,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: barWidth,
    autopadding: true,
    emptyOnZero: true,
    gracefulExit: false,
    linewrap: false,
  });
  const bars = new Map<string, SingleBar>();
  const ended = new Set<string>();
  const waits = new Map<string, number>();
  const drop = (name: string) => {
    const bar = bars.get(name);
    if (bar !== undefined) multi.remove(bar);
    bars.delete(name);
  };
  const show = (name: string, format: string, value: number, total: number, fresh: number) => {
    const payload = { name: padTo(shortenTo(toPrintableLine(name), nameWidth), nameWidth), fresh };
    const bar = bars.get(name) ?? multi.create(Math.max(total, 1), 0, payload, { format });
    bars.set(name, bar);
    bar.setTotal(Math.max(total, value, 1));
    bar.update(value, payload);
  };
  return {
    update(report) {
      for (const spec of report.specs.filter((found) => hasEnded(found) && !ended.has(found.spec))) {
        ended.add(spec.spec);
        drop(spec.spec);
        multi.log(`${toPrintableLine(describeEnd(spec))}\n`);
      }
      for (const spec of report.specs) {
        if (spec.waitsForRun === null || waits.get(spec.spec) === spec.waitsForRun) continue;
        waits.set(spec.spec, spec.waitsForRun);
        multi.log(`${describeWait(spec)}\n`);
      }
      for (const spec of walking(report)) {
        const total = likelyPeople(spec);
        show(spec.spec, total === null ? UNKNOWN : BAR, spec.profilesSeen, total ?? 1, spec.profilesNew);
      }
      const { creditsSpent, creditsInSuspense } = report.totals;
      const budget = report.budgetCredits;
      show("run", budget === null ? SPENT : BUDGET, creditsSpent + creditsInSuspense, budget ?? 1, 0);
      multi.update();
    },
    note(line) {
      multi.log(`${toPrintableLine(line)}\n`);
      multi.update();
    },
    stop: () => multi.stop(),
  };
}

/** Columns that the figures after a bar take: "100000/100000 people, 100000 new" and two blanks. */
const FIGURES_WIDTH = 34;

/** Returns the columns for the names and for the bars, so that a line fits the terminal. */
function layoutOf(columns: number): { readonly nameWidth: number; readonly barWidth: number } {
  const room = columns - FIGURES_WIDTH;
  const barWidth = Math.max(8, Math.min(24, Math.floor(room / 2)));
  return { nameWidth: Math.max(8, Math.min(32, room - barWidth)), barWidth };
}

function walking(report: RunReport): SpecReport[] {
  return report.specs.filter(({ status, pages }) => status === "walking" && pages > 0).slice(0, MOST_BARS);
}

/** How many people this walk may come to see: what the API says there are, within what may be bought of them. */
function likelyPeople({ totalCount, budgetCredits, maxPages }: SpecReport): number | null {
  if (totalCount === null) return null;
  const limits = [budgetCredits, maxPages === null ? null : maxPages * PAGE_PEOPLE].filter(
    (limit) => limit !== null,
  );
  return Math.min(totalCount, ...limits);
}
