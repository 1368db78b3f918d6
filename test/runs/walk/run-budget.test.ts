import { expect, it } from "vitest";
import { BERLIN, rowsOf } from "../../support/leased-walk.ts";
import { specOf, withTestApp } from "../../support/test-app.ts";

/** Specs whose priority rises against their order in the file. */
function specs(count: number) {
  return Array.from({ length: count }, (_, place) => specOf(`spec-${place}`, BERLIN, { priority: place }));
}

for (const concurrency of [1, 4, 20]) {
  it(`a run budget reaches all of 15 specs, ${concurrency} at once`, async () => {
    await withTestApp({}, async (app) => {
      const report = await app.run(specs(15), { budgetCredits: 40 * 25 }, { concurrency });
      const pages = report.specs.map((spec) => spec.pages);
      expect(report.totals.creditsSpent).toBe(40 * 25);
      expect(Math.min(...pages)).toBe(2);
      expect(Math.max(...pages)).toBe(3);
      expect(new Set(report.specs.map(({ stopReason }) => stopReason))).toEqual(new Set(["budget_reached"]));
    });
  });

  it(`a budget of three pages goes to the three most urgent of 15 specs, ${concurrency} at once`, async () => {
    await withTestApp({}, async (app) => {
      await app.run(specs(15), { budgetCredits: 3 * 25 }, { concurrency });
      const called = await rowsOf(app, "select spec, page from calls order by id");
      expect(called).toEqual(["spec-14", "spec-13", "spec-12"].map((spec) => ({ spec, page: 1 })));
    });
  });
}

it("what a resumed run may spend more goes to those that have least", async () => {
  await withTestApp({}, async (app) => {
    const { runId } = await app.run(specs(6), { budgetCredits: 4 * 25 });
    await app.runs.resumeRun(runId, 9 * 25, null);
    await app.work();
    expect((await app.report(runId)).specs.map(({ pages }) => pages)).toEqual([2, 2, 2, 1, 1, 1]);
  });
});
