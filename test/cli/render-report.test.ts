import { describe, expect, it } from "vitest";
import { renderReport } from "../../src/cli/runs/render-report.ts";
import { type RunReport, type SpecReport, sumUp } from "../../src/runs/run-report.ts";

const SPEC: SpecReport = {
  spec: "paris-product-managers",
  revision: 1,
  status: "complete",
  stopReason: "no_more_pages",
  note: null,
  fresh: false,
  joined: false,
  waitsForRun: null,
  pages: 19,
  profilesSeen: 471,
  profilesNew: 400,
  profilesChanged: 3,
  profilesUnchanged: 68,
  profilesRejected: 0,
  profilesSuppressed: 0,
  peopleRepeated: 0,
  peopleMaybeMissed: 0,
  creditsSpent: 471,
  creditsInSuspense: 0,
  nextPage: 20,
  warnings: [],
  durationMs: 61_000,
  budgetCredits: 500,
  maxPages: null,
  totalCount: 471,
  forecast: null,
  gaps: null,
};

function reportOf(specs: readonly SpecReport[], more: Partial<RunReport> = {}): RunReport {
  const totals = sumUp(specs);
  const balanceAt = new Date("2026-01-02T03:04:05Z");
  return {
    runId: 7,
    status: "done",
    schedule: null,
    specs,
    totals,
    budgetCredits: null,
    balance: 900,
    balanceAt,
    durationMs: 62_000,
    ...more,
  };
}

const render = (report: RunReport, width = 120) => renderReport(report, { width, creditPrice: null });

describe("the closing table of a run", () => {
  it.each([80, 100, 120])("fits a terminal of %i columns", (width) => {
    const stopped = { ...SPEC, stopReason: "budget_reached", status: "stopped" } as const;
    const rows = render(
      reportOf([
        SPEC,
        { ...stopped, spec: "a-name-of-a-spec-as-long-as-the-rules-allow-one-to-be-in-a-file" },
      ]),
      width,
    )
      .split("\n")
      .filter((line) => /^[│┌├└]/.test(line));
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(width);
  });

  it("tells what was paid, what for, and what is left as of when", () => {
    const text = renderReport(reportOf([SPEC]), {
      width: 120,
      creditPrice: { amount: 0.1, currency: "EUR" },
    });
    expect(text).toContain(
      "Run 7 complete: 471 credits spent (47.10 EUR), 1.18 credits per new profile (0.12 EUR)",
    );
    expect(text).toContain("Balance 900 credits as of 2026-01-02 03:04:05 UTC");
  });

  it("sets what was expected beside what was spent, where something was", () => {
    expect(render(reportOf([SPEC]), 140)).not.toContain("forecast");
    const forecast = { low: 400, likely: 450, high: 500 };
    const text = render(
      reportOf([
        { ...SPEC, forecast },
        { ...SPEC, spec: "other" },
      ]),
      140,
    );
    expect(text).toContain("450 (400 to 500)");
  });

  it("shows columns that are mostly empty only where they hold something", () => {
    expect(render(reportOf([SPEC]))).not.toMatch(/rejected|suppressed|suspense|next page/);
    const odd = { ...SPEC, profilesRejected: 1, profilesSuppressed: 2, creditsInSuspense: 25 };
    expect(render(reportOf([odd]), 200)).toMatch(/rejected .* suppressed .* suspense/);
    expect(render(reportOf([odd]))).toContain("`sourcing credits --suspense`");
  });

  it.each([
    [{ stopReason: "key_rejected", status: "stopped" }, "check LEONAR_API_KEY"],
    [{ stopReason: "out_of_credits", status: "stopped" }, "top up the workspace's credits"],
    [{ stopReason: "request_rejected", status: "failed" }, "mend paris-product-managers"],
    [{ stopReason: "held", status: "stopped" }, "`sourcing release`"],
    [{ fresh: true }, "--restart"],
  ] as const)("says what to do next after %o", (change, advice) => {
    expect(render(reportOf([{ ...SPEC, ...change }]))).toContain(advice);
  });

  it("offers a larger total where the run's budget was reached, and the spec's row where its own was", () => {
    const stopped = { ...SPEC, status: "stopped", stopReason: "budget_reached" } as const;
    expect(render(reportOf([stopped], { budgetCredits: 480 }))).toContain(
      "`sourcing resume 7 --budget 1000`",
    );
    expect(render(reportOf([stopped]))).toContain("raise budget_credits");
  });

  it("says how many people a list that moved may have hidden", () => {
    expect(render(reportOf([SPEC]))).not.toContain("missing");
    const missed = { ...SPEC, peopleRepeated: 1, peopleMaybeMissed: 1 };
    expect(render(reportOf([missed]))).toContain(
      `the list moved while it was bought (1 repeated across pages): about 1 may be missing; \`sourcing run --specs ${SPEC.spec} --fill-gaps\` buys only the pages that can hold them`,
    );
    expect(render(reportOf([{ ...missed, status: "stopped", stopReason: "max_pages" }]))).toContain(
      "about 1 may be missing; once the search is read to its end, `sourcing run",
    );
    expect(render(reportOf([{ ...SPEC, peopleRepeated: 2, peopleMaybeMissed: 5 }]))).toContain(
      "(2 repeated across pages, its count dropped by 3): about 5 may be missing",
    );
  });

  it("shows those that need somebody first where there are too many specs for a screen", () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ ...SPEC, spec: `s${index}` }));
    const text = render(
      reportOf([...many, { ...SPEC, spec: "broken", status: "failed", stopReason: "contract_broken" }]),
    );
    expect(text.split("\n")[3]).toContain("broken");
    expect(text).toContain("… and 161 more: `sourcing runs 7 --json`");
  });
});
