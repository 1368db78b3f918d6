import { describe, expect, it } from "vitest";
import { specOf, type TestApp, type TestAppOptions, withTestApp } from "../../support/test-app.ts";

const TITLES = ["Product Manager", "Software Engineer", "Data Scientist", "Account Executive"];
const PLACES = ["Paris, France", "London, United Kingdom", "Berlin, Germany", "New York, United States"];
const SPECS = TITLES.flatMap((title, t) =>
  PLACES.map((place, p) => specOf(`s${t}-${p}`, { job_title: [title], location: [place] })),
);
const DEAR_PAGE = 100;

/** Four credits a profile from the fifth call on. */
function raisePrice(app: TestApp, credits = DEAR_PAGE): void {
  app.simulator.setFaults([{ when: { fromSeq: 5 }, fault: { kind: "plain", credits, delayMs: 20 } }]);
}

async function spendOf(options: TestAppOptions, walks: number, budgetCredits: number | null) {
  return withTestApp({ connections: walks + 4, ...options }, async (app) => {
    raisePrice(app);
    const report = await app.run(SPECS.slice(0, walks), { budgetCredits }, { concurrency: walks });
    return { charged: app.simulator.charged(), balance: app.simulator.balance, report };
  });
}

describe("a price that rises in mid-run", () => {
  it.each([
    [4, 200],
    [16, 800],
    [16, 3_000],
  ])("takes %i walks at most one dear page beyond their budget of %i", async (walks, budget) => {
    const { charged, report } = await spendOf({}, walks, budget);
    expect(charged).toBeLessThanOrEqual(budget + DEAR_PAGE);
    expect(charged).toBeGreaterThan(Math.min(budget, 4 * 25 + DEAR_PAGE) - DEAR_PAGE);
    expect(report.totals.creditsSpent).toBe(charged);
  });

  it("takes sixteen walks at most one dear page beyond the limit of the day", async () => {
    const { charged } = await spendOf({ rules: { dailyLimit: 800 } }, 16, null);
    expect(charged).toBeLessThanOrEqual(800 + DEAR_PAGE);
  });

  it("takes sixteen walks at most one dear page below the floor of the balance", async () => {
    const options = { simulator: { balance: 1_800 }, rules: { minBalance: 1_000 } };
    const { balance } = await spendOf(options, 16, null);
    expect(balance).toBeGreaterThanOrEqual(1_000 - DEAR_PAGE);
  });
});
