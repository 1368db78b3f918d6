import { describe, expect, it } from "vitest";
import { cron } from "../../../src/runs/schedules/cron.ts";
import { fireSchedules } from "../../../src/runs/schedules/fire-due.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { expectEveryNight, nightly, setUp } from "../../support/schedule-harness.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const firings = (app: TestApp) =>
  rowsOf(
    app,
    "select trigger_key, run_id, carried_on from schedule_firings order by planned_for, trigger_key",
  );

describe("a schedule", () => {
  it("books one run a night, within its budget and of the specs marked nightly", async () => {
    await withTestApp({}, async (app) => {
      const { fire } = await setUp(app, [nightly()], "2026-01-01T00:00:00Z");
      const specs = [
        specOf("a", { job_title: ["CTO"] }, { nightly: true }),
        specOf("b", { job_title: ["CFO"] }),
      ];
      await app.plan(specs);
      expect(await fire("2026-01-01T01:59:59Z")).toEqual([]);
      const [night] = await fire("2026-01-01T02:00:00Z");
      expect(night).toMatchObject({ schedule: "nightly", carriedOn: false, isLate: false });
      await app.runs.startRun(night?.runId ?? 0, () => []);
      const report = await app.report(night?.runId ?? 0);
      expect(report.budgetCredits).toBe(100);
      expect(report.specs.map(({ spec }) => spec)).toEqual(["a"]);
    });
  });

  it("fires a night once, whoever notices it and however often", async () => {
    await withTestApp({}, async (app) => {
      const { fire } = await setUp(app, [nightly()], "2026-01-01T00:00:00Z");
      const nights = await Promise.all(Array.from({ length: 8 }, () => fire("2026-01-01T02:00:30Z")));
      expect(nights.flat()).toHaveLength(1);
      expect(await fire("2026-01-01T02:00:40Z")).toEqual([]);
    });
  });

  it("makes up the newest of the nights that were missed, and says that it is late", async () => {
    await withTestApp({}, async (app) => {
      const { fire } = await setUp(app, [nightly()], "2026-01-01T00:00:00Z");
      expect(await fire("2026-01-04T09:00:00Z")).toMatchObject([
        { triggerKey: "nightly 2026-01-04T02:00 UTC", isLate: true },
      ]);
      expect(await fire("2026-01-04T09:00:10Z")).toEqual([]);
    });
  });

  it("makes up no night from before it was set or changed", async () => {
    await withTestApp({}, async (app) => {
      const { store } = await setUp(app, [nightly()], "2026-01-01T00:00:00Z");
      await store.set(nightly({ cron: "30 3 * * *" }));
      expect(await fireSchedules(store, cron, () => {})).toEqual([]);
    });
  });

  it("carries on with last night's unfinished run rather than starting one beside it", async () => {
    await withTestApp({}, async (app) => {
      const { fire } = await setUp(app, [nightly()], "2026-01-01T00:00:00Z");
      const [first] = await fire("2026-01-01T02:00:00Z");
      const [second] = await fire("2026-01-02T02:00:00Z");
      expect(second).toMatchObject({ runId: first?.runId, carriedOn: true });
      await app.runs.startRun(first?.runId ?? 0, () => []);
      const [third] = await fire("2026-01-03T02:00:00Z");
      expect(third).toMatchObject({ carriedOn: false });
      expect(third?.runId).not.toBe(first?.runId);
      expect(await firings(app)).toHaveLength(3);
    });
  });

  it("and a person's run of the same search at once buy it once", async () => {
    await withTestApp({}, async (app) => {
      const { fire } = await setUp(app, [nightly({ budgetCredits: 10_000 })], "2026-01-01T00:00:00Z");
      const spec = parisSpec({ nightly: true });
      await app.run([parisSpec({ nightly: true, budgetCredits: 0 })]);
      const [night] = await fire("2026-01-01T02:00:00Z");
      await Promise.all([app.plan([spec]), app.runs.startRun(night?.runId ?? 0, () => [])]);
      await app.work({ concurrency: 2 });
      const pages = app.simulator.requests.map(({ page }) => page);
      expect(pages.length).toBeGreaterThan(0);
      expect(new Set(pages).size).toBe(pages.length);
      expect((await app.report(night?.runId ?? 0)).status).toBe("done");
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("gives a run of its own that a person interrupted to the workers", async () => {
    await withTestApp({}, async (app) => {
      const { fire } = await setUp(app, [nightly()], "2026-01-01T00:00:00Z");
      await app.plan([specOf("a", { job_title: ["CTO"] }, { nightly: true })]);
      const { runId } = await app.plan([], {
        selection: { kind: "all" },
        schedule: "nightly",
        owner: "somebody",
      });
      await app.runs.interruptRun(runId);
      expect(await fire("2026-01-01T02:00:00Z")).toMatchObject([{ runId, carriedOn: true }]);
      expect((await app.runs.unleasedWalks(runId)).map(({ queueName }) => queueName)).toEqual(["main"]);
      expect((await app.report(runId)).status).toBe("running");
    });
  });

  it("is gone with its nights when it is removed, and its runs stay", async () => {
    await withTestApp({}, async (app) => {
      const { store, fire } = await setUp(app, [nightly()], "2026-01-01T00:00:00Z");
      await fire("2026-01-01T02:00:00Z");
      expect(await store.remove("nightly")).toBe(true);
      expect(await store.remove("nightly")).toBe(false);
      expect(await fire("2026-01-02T02:00:00Z")).toEqual([]);
      expect(await app.runs.list(5)).toHaveLength(1);
    });
  });
});

describe("the weeks in which clocks change", () => {
  it.each([
    ["spring", "2026-03-01T12:00:00Z", 35],
    ["autumn", "2026-10-18T12:00:00Z", 21],
  ])("have one run a local date in %s, and two where a schedule fires twice", (_, start, days) =>
    expectEveryNight(start, days),
  );
});
