import { describe, expect, it } from "vitest";
import { driftOf } from "../../../src/runs/walk/page-drift.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };
const paris = (settings: object = {}) => specOf("paris", PARIS, settings);

async function drifts({ db }: TestApp): Promise<unknown[]> {
  const { rows } = await db.pool.query(
    "select run_id, people_repeated, total_count_dropped, people_maybe_missed from page_drift order by walk_id",
  );
  return rows;
}

describe("a list that moves while it is bought", () => {
  it("is reported with the number of people who may be missing, and kept for SQL", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 2 }, fault: { kind: "shift", by: 3 } }]);
      const { specs, totals } = await app.run([paris({ maxPages: 3 })]);
      expect(specs[0]).toMatchObject({ peopleRepeated: 3, peopleMaybeMissed: 3 });
      expect(totals).toMatchObject({ peopleRepeated: 3, peopleMaybeMissed: 3 });
      expect(await drifts(app)).toEqual([
        { run_id: 1, people_repeated: 3, total_count_dropped: 0, people_maybe_missed: 3 },
      ]);
    });
  });

  it("is noticed by a total that dropped, across the runs that buy one list", async () => {
    await withTestApp({}, async (app) => {
      await app.run([paris({ maxPages: 1 })]);
      await app.db.pool.query("update calls set total_count = total_count + 4");
      const { specs } = await app.run([paris({ maxPages: 1 })]);
      expect(specs[0]).toMatchObject({ peopleRepeated: 0, peopleMaybeMissed: 4, pages: 1 });
      expect(await drifts(app)).toMatchObject([{ total_count_dropped: 4, people_maybe_missed: 4 }]);
    });
  });

  it("is not suspected while it stands still, nor where one page shows a person twice", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 2 }, fault: { kind: "duplicate_person", credits: 25 } }]);
      const { totals } = await app.run([paris({ maxPages: 3 })]);
      expect(totals).toMatchObject({ profilesSeen: 76, peopleRepeated: 0, peopleMaybeMissed: 0 });
      const again = await app.run([paris({ maxPages: 2 })], { restart: true });
      expect(again.totals).toMatchObject({ pages: 2, peopleMaybeMissed: 0 });
      expect(await drifts(app)).toEqual([]);
    });
  });
});

describe("what is no drift", () => {
  it("are the people of a page that was cut short and is bought again", async () => {
    await withTestApp({ simulator: { balance: 35, shortPages: true } }, async (app) => {
      const cut = await app.run([paris({ maxPages: 3 })]);
      expect(cut.specs[0]).toMatchObject({ stopReason: "out_of_credits", profilesSeen: 35 });
      app.simulator.setBalance(100_000);
      expect(await app.runs.resumeRun(cut.runId, null, null)).toBe("done");
      await app.work();
      expect((await app.report(cut.runId)).totals).toMatchObject({ peopleRepeated: 0, peopleMaybeMissed: 0 });
    });
  });

  it("is a total that makes no sense: as many are missing at most as the pages before it hold, and the page is stored", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([
        { when: { page: 1 }, fault: { kind: "override", set: { total_count: 1e15 } } },
      ]);
      const { specs } = await app.run([paris({ maxPages: 2 })]);
      expect(specs[0]).toMatchObject({ stopReason: "max_pages", pages: 2, peopleMaybeMissed: 25 });
    });
  });
});

describe("the drift between two pages", () => {
  it.each([
    [100, 100, 0],
    [100, 103, 3],
    [103, 100, 0],
    [null, 100, 0],
    [100, null, 0],
    [0, 7, 7],
    [0, 1e15, 50],
  ])("of a total of %s after %s is a drop of %i", (total, before, dropped) => {
    expect(driftOf(total, before, { repeated: 2, before: 50 })).toEqual({ repeated: 2, dropped });
  });
});
