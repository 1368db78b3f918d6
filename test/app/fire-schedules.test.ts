import { describe, expect, it } from "vitest";
import { fireSchedules } from "../../src/app/fire-schedules.ts";
import type { ScheduleStore } from "../../src/app/schedule-store.ts";
import { calendar } from "../../src/cron/calendar.ts";
import type { Schedule } from "../../src/domain/schedule.ts";
import { makeScheduleStore } from "../../src/postgres/schedule-store.ts";
import { parisSpec, rowsOf } from "../support/hands.ts";
import { expectInvariants } from "../support/invariants.ts";
import { specOf, type World, withWorld } from "../support/world.ts";

const nightly = (changes: Partial<Schedule> = {}): Schedule => ({
  name: "nightly",
  cron: "0 2 * * *",
  timeZone: "UTC",
  selection: { kind: "all" },
  budgetCredits: 100,
  ...changes,
});

/** The schedules of a world by a clock that the test sets. */
async function setUp(world: World, schedules: readonly Schedule[], start: string) {
  const store = makeScheduleStore(world.db);
  for (const schedule of schedules) await store.set(schedule);
  await world.db.pool.query("update schedules set since = $1", [start]);
  const at = (now: Date): ScheduleStore => ({
    ...store,
    list: async () => ({ schedules: (await store.list()).schedules, now }),
  });
  return { store, fire: (now: Date | string) => fireSchedules(at(new Date(now)), calendar) };
}

const firings = (world: World) =>
  rowsOf(
    world,
    "select trigger_key, run_id, carried_on from schedule_firings order by planned_for, trigger_key",
  );

describe("a schedule", () => {
  it("books one run a night, within its budget and of the specs marked nightly", async () => {
    await withWorld({}, async (world) => {
      const { fire } = await setUp(world, [nightly()], "2026-01-01T00:00:00Z");
      const specs = [
        specOf("a", { job_title: ["CTO"] }, { nightly: true }),
        specOf("b", { job_title: ["CFO"] }),
      ];
      await world.plan(specs);
      expect(await fire("2026-01-01T01:59:59Z")).toEqual([]);
      const [night] = await fire("2026-01-01T02:00:00Z");
      expect(night).toMatchObject({ schedule: "nightly", carriedOn: false, isLate: false });
      await world.runs.startRun(night?.runId ?? 0, () => []);
      const report = await world.report(night?.runId ?? 0);
      expect(report.budgetCredits).toBe(100);
      expect(report.specs.map(({ spec }) => spec)).toEqual(["a"]);
    });
  });

  it("fires a night once, whoever notices it and however often", async () => {
    await withWorld({}, async (world) => {
      const { fire } = await setUp(world, [nightly()], "2026-01-01T00:00:00Z");
      const nights = await Promise.all(Array.from({ length: 8 }, () => fire("2026-01-01T02:00:30Z")));
      expect(nights.flat()).toHaveLength(1);
      expect(await fire("2026-01-01T02:00:40Z")).toEqual([]);
    });
  });

  it("makes up the newest of the nights that were missed, and says that it is late", async () => {
    await withWorld({}, async (world) => {
      const { fire } = await setUp(world, [nightly()], "2026-01-01T00:00:00Z");
      expect(await fire("2026-01-04T09:00:00Z")).toMatchObject([
        { triggerKey: "nightly 2026-01-04T02:00 UTC", isLate: true },
      ]);
      expect(await fire("2026-01-04T09:00:10Z")).toEqual([]);
    });
  });

  it("makes up no night from before it was set or changed", async () => {
    await withWorld({}, async (world) => {
      const { store } = await setUp(world, [nightly()], "2026-01-01T00:00:00Z");
      await store.set(nightly({ cron: "30 3 * * *" }));
      expect(await fireSchedules(store, calendar)).toEqual([]);
    });
  });

  it("carries on with last night's unfinished run rather than starting one beside it", async () => {
    await withWorld({}, async (world) => {
      const { fire } = await setUp(world, [nightly()], "2026-01-01T00:00:00Z");
      const [first] = await fire("2026-01-01T02:00:00Z");
      const [second] = await fire("2026-01-02T02:00:00Z");
      expect(second).toMatchObject({ runId: first?.runId, carriedOn: true });
      await world.runs.startRun(first?.runId ?? 0, () => []);
      const [third] = await fire("2026-01-03T02:00:00Z");
      expect(third).toMatchObject({ carriedOn: false });
      expect(third?.runId).not.toBe(first?.runId);
      expect(await firings(world)).toHaveLength(3);
    });
  });

  it("and a person's run of the same search at once buy it once", async () => {
    await withWorld({}, async (world) => {
      const { fire } = await setUp(world, [nightly({ budgetCredits: 10_000 })], "2026-01-01T00:00:00Z");
      const spec = parisSpec({ nightly: true });
      await world.run([parisSpec({ nightly: true, budgetCredits: 0 })]);
      const [night] = await fire("2026-01-01T02:00:00Z");
      await Promise.all([world.plan([spec]), world.runs.startRun(night?.runId ?? 0, () => [])]);
      await world.work({ concurrency: 2 });
      const pages = world.simulator.requests.map(({ page }) => page);
      expect(pages.length).toBeGreaterThan(0);
      expect(new Set(pages).size).toBe(pages.length);
      expect((await world.report(night?.runId ?? 0)).status).toBe("done");
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("gives a run of its own that a person interrupted to the workers", async () => {
    await withWorld({}, async (world) => {
      const { fire } = await setUp(world, [nightly()], "2026-01-01T00:00:00Z");
      await world.plan([specOf("a", { job_title: ["CTO"] }, { nightly: true })]);
      const { runId } = await world.plan([], {
        selection: { kind: "all" },
        schedule: "nightly",
        owner: "somebody",
      });
      await world.runs.interruptRun(runId);
      expect(await fire("2026-01-01T02:00:00Z")).toMatchObject([{ runId, carriedOn: true }]);
      expect((await world.runs.freeWalks(runId)).map(({ lane }) => lane)).toEqual(["main"]);
      expect((await world.report(runId)).status).toBe("running");
    });
  });

  it("is gone with its nights when it is removed, and its runs stay", async () => {
    await withWorld({}, async (world) => {
      const { store, fire } = await setUp(world, [nightly()], "2026-01-01T00:00:00Z");
      await fire("2026-01-01T02:00:00Z");
      expect(await store.remove("nightly")).toBe(true);
      expect(await store.remove("nightly")).toBe(false);
      expect(await fire("2026-01-02T02:00:00Z")).toEqual([]);
      expect(await world.runs.list(5)).toHaveLength(1);
    });
  });
});

describe("a year of nights", () => {
  const ZONES = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "UTC"];
  /** 02:30 is the minute that clock changes skip and repeat. */
  const schedules = ZONES.flatMap((timeZone, place) => [
    nightly({ name: `once-${place}`, timeZone, cron: "30 2 * * *" }),
    nightly({ name: `twice-${place}`, timeZone, cron: "30 2,14 * * *" }),
  ]);

  it("has one run a local date, and two where a schedule fires twice", { timeout: 120_000 }, async () => {
    await withWorld({}, async (world) => {
      const { fire } = await setUp(world, schedules, "2026-01-01T12:00:00Z");
      const end = Date.parse("2027-01-01T12:00:00Z");
      // Sweeps come at odd moments, now and then two at once, and workers are away for hours.
      for (let at = Date.parse("2026-01-01T12:00:00Z"), step = 0; at <= end; step += 1) {
        const now = new Date(at);
        await (step % 5 === 0 ? Promise.all([fire(now), fire(now)]) : fire(now));
        await world.db.pool.query(
          "update runs set status = 'done', finished_at = now() where status = 'planned'",
        );
        at += ((step * 37) % 110) * 4.5 * 60_000 + 20_000;
      }
      const nights = await rowsOf(
        world,
        `select schedule, substring(trigger_key from '\\d{4}-\\d\\d-\\d\\d') as date, count(*)::integer, count(distinct run_id)::integer as runs
         from schedule_firings group by 1, 2 order by 1, 2`,
      );
      for (const { name } of schedules) {
        // The first and the last date are cut in one zone or another.
        const own = nights.filter(
          ({ schedule, date }) =>
            schedule === name && String(date) >= "2026-01-02" && String(date) <= "2026-12-31",
        );
        const perDate = name.startsWith("once") ? 1 : 2;
        expect(own).toHaveLength(364);
        expect(own.filter(({ count, runs }) => count !== perDate || runs !== perDate)).toEqual([]);
      }
    });
  });
});
