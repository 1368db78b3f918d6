import { expect, it } from "vitest";
import { makeLines } from "../../src/cli/screen/progress-lines.ts";
import type { RunReport, SpecReport } from "../../src/runs/run-report.ts";

const sums = { pages: 0, profilesSeen: 0, profilesNew: 0, profilesChanged: 0, profilesUnchanged: 0 };
const SPEC: SpecReport = {
  ...sums,
  spec: "paris",
  revision: 1,
  status: "walking",
  stopReason: null,
  note: null,
  fresh: false,
  joined: false,
  waitsForRun: null,
  profilesRejected: 0,
  profilesSuppressed: 0,
  peopleRepeated: 0,
  peopleMaybeMissed: 0,
  creditsSpent: 0,
  creditsInSuspense: 0,
  nextPage: 1,
  warnings: [],
  durationMs: 0,
  budgetCredits: null,
  maxPages: null,
  totalCount: null,
  forecast: null,
  gaps: null,
};

function reportOf(change: Partial<SpecReport>): RunReport {
  const spec = { ...SPEC, ...change };
  return {
    runId: 1,
    status: "running",
    schedule: null,
    specs: [spec],
    totals: spec,
    budgetCredits: null,
    balance: null,
    balanceAt: null,
    durationMs: 0,
  };
}

it("prints a line for each page and one at the end, and nothing where nothing changed", () => {
  const lines: string[] = [];
  const { update } = makeLines(
    (line) => lines.push(line),
    () => 0,
  );
  const page = { pages: 1, profilesSeen: 25, profilesNew: 20, creditsSpent: 25, nextPage: 2 };
  for (const change of [
    {},
    page,
    page,
    { ...page, status: "complete", stopReason: "no_more_pages" } as const,
  ]) {
    update(reportOf(change));
  }
  expect(lines).toEqual([
    "paris: page 1; 1 page, 25 people, 20 new, 25 credits",
    "paris: complete, no_more_pages; 1 page, 25 people, 20 new, 25 credits",
  ]);
});

it("prints long walks every ten seconds only", () => {
  const lines: string[] = [];
  let now = 0;
  const { update } = makeLines(
    (line) => lines.push(line),
    () => now,
  );
  for (let pages = 21; pages <= 41; pages += 1) {
    update(reportOf({ pages, nextPage: pages + 1 }));
    now += 1_000;
  }
  expect(lines.map((line) => /page (\d+)/.exec(line)?.[1])).toEqual(["21", "31", "41"]);
});
