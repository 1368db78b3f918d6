import { describe, expect, it } from "vitest";
import type { RunReport } from "../../../src/runs/run-report.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };
const paris = specOf("paris", PARIS);
const SMALL = { simulator: { people: 30_000 } };
const NOTHING = { status: "complete", fresh: true, pages: 0, creditsSpent: 0 };

const fill = (app: TestApp, run: object = {}): Promise<RunReport> =>
  app.run([paris], { fillGaps: true, ...run });

/** Pages in the order in which they were requested since the `from`th request. */
const pagesOf = (app: TestApp, from: number) => app.simulator.requests.slice(from).map(({ page }) => page);

/** Buys a list from whose first two pages two people leave before page 3 is bought. */
async function buyWhileTwoLeave(app: TestApp): Promise<void> {
  app.simulator.setFaults([{ when: { fromSeq: 3 }, fault: { kind: "shift", by: -2 } }]);
  await app.run([paris]);
  await app.db.pool.query("update calls set total_count = total_count + 2 where page < 3");
  await app.db.pool.query("update walks set total_count_dropped = 2");
  app.simulator.setFaults([]);
}

/** Buys a list into whose first three pages somebody comes before page 4 is bought. */
async function buyWhileOneComes(app: TestApp): Promise<void> {
  app.simulator.setFaults([{ when: { page: 4 }, fault: { kind: "shift", by: 1 } }]);
  await app.run([paris]);
  app.simulator.setFaults([]);
}

describe("a run that fills gaps", () => {
  it("buys the page to which people slid who were missed, and nothing else, once", async () => {
    await withTestApp(SMALL, async (app) => {
      await buyWhileTwoLeave(app);
      const [before, charged] = [app.simulator.requests.length, app.simulator.charged()];
      app.simulator.setFaults([{ when: { page: 2 }, fault: { kind: "shift", by: -2 } }]);
      const { specs } = await fill(app);
      expect(pagesOf(app, before)).toEqual([2]);
      expect(specs[0]).toMatchObject({
        status: "complete",
        stopReason: "no_more_pages",
        pages: 1,
        creditsSpent: 25,
        profilesNew: 2,
        peopleMaybeMissed: 0,
        gaps: { pages: [2], people: 2, found: 2 },
      });
      expect(app.simulator.charged()).toBe(charged + 25);
      expect((await fill(app)).specs[0]).toMatchObject(NOTHING);
      expect((await app.run([paris])).specs[0]).toMatchObject(NOTHING);
      expect(app.simulator.requests.length).toBe(before + 1);
      const drift =
        "select people_maybe_missed, people_found, filled_at is not null as filled from page_drift";
      const { rows } = await app.db.pool.query(drift);
      expect(rows).toEqual([{ people_maybe_missed: 2, people_found: 2, filled: true }]);
    });
  });

  it("says how many are still missing where their pages do not show them, and tries it once", async () => {
    await withTestApp(SMALL, async (app) => {
      await buyWhileOneComes(app);
      const before = app.simulator.requests.length;
      const { specs, totals } = await fill(app);
      expect(pagesOf(app, before)).toEqual([1, 2, 3]);
      expect(specs[0]).toMatchObject({
        status: "complete",
        gaps: { people: 1, found: 0 },
        peopleRepeated: 0,
      });
      expect(totals).toMatchObject({ peopleMaybeMissed: 1, creditsSpent: 75 });
      expect((await fill(app)).specs[0]).toMatchObject(NOTHING);
    });
  });

  it("ends with the page that shows the last of the people whom it looks for", async () => {
    await withTestApp(SMALL, async (app) => {
      await buyWhileOneComes(app);
      const before = app.simulator.requests.length;
      // Person 99 was on no page: page 4 ended at 98, and page 5 began at 100.
      app.simulator.setFaults([{ when: { page: 1 }, fault: { kind: "shift", by: -99 } }]);
      const { specs } = await fill(app);
      expect(pagesOf(app, before)).toEqual([1]);
      expect(specs[0]).toMatchObject({ peopleMaybeMissed: 0, gaps: { people: 1, found: 1 } });
    });
  });

  it("stops at its budget and goes on at the first page not bought, by resume or by another run", async () => {
    await withTestApp(SMALL, async (app) => {
      await buyWhileOneComes(app);
      const before = app.simulator.requests.length;
      const first = await fill(app, { budgetCredits: 40 });
      expect(first.specs[0]).toMatchObject({ stopReason: "budget_reached", pages: 1, nextPage: 2 });
      expect((await app.run([paris])).specs[0]).toMatchObject(NOTHING);
      expect(await app.runs.resumeRun(first.runId, 60, null)).toBe("done");
      await app.work();
      expect((await app.report(first.runId)).specs[0]).toMatchObject({ pages: 2, nextPage: 3 });
      expect((await fill(app)).specs[0]).toMatchObject({ status: "complete", pages: 1, gaps: { found: 0 } });
      expect(pagesOf(app, before)).toEqual([1, 2, 3]);
    });
  });

  it("buys a page in suspense once more, as any walk does", async () => {
    await withTestApp(SMALL, async (app) => {
      await buyWhileOneComes(app);
      const before = app.simulator.requests.length;
      app.simulator.setFaults([{ when: { page: 2, times: 1 }, fault: { kind: "reset" } }]);
      expect((await fill(app)).specs[0]).toMatchObject({ status: "complete", creditsInSuspense: 25 });
      expect(pagesOf(app, before)).toEqual([1, 2, 2, 3]);
    });
  });

  it("leaves out a search that is not complete, and buys nothing of a list that stood still", async () => {
    await withTestApp(SMALL, async (app) => {
      expect((await fill(app)).specs).toEqual([]);
      await app.run([paris], { maxPages: 2 });
      expect((await fill(app)).specs).toEqual([]);
      await app.run([paris]);
      const before = app.simulator.requests.length;
      expect((await fill(app)).specs[0]).toMatchObject(NOTHING);
      expect(app.simulator.requests.length).toBe(before);
    });
  });

  it("does not count as a reading of the search: refreshes and their forecast go by the list itself", async () => {
    await withTestApp(SMALL, async (app) => {
      await buyWhileOneComes(app);
      await fill(app);
      await app.db.pool.query(
        "update passes set last_bought_at = now() - interval '31 days' where fills is null",
      );
      const refresh = await app.run([paris], { maxPages: 4 });
      expect(refresh.specs[0]).toMatchObject({ nextPage: 3, stopReason: "known_people", gaps: null });
      expect(refresh.specs[0]?.forecast?.high).toBeGreaterThan(75);
    });
  });
});
