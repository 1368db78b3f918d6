import { describe, expect, it } from "vitest";
import { triggerKeyOf } from "../../../src/runs/schedules/schedule.ts";
import { nightly, setUp } from "../../support/schedule-harness.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";

const START = "2026-01-01T00:00:00Z";

async function setUpChanged(app: TestApp, changes: Readonly<Record<string, string | null>>) {
  const { store, fire } = await setUp(app, [nightly()], START);
  for (const [planned, moved] of Object.entries(changes)) {
    const plannedFor = new Date(planned);
    const movedTo = moved === null ? null : new Date(moved);
    await store.changeFiring(
      "nightly",
      { triggerKey: triggerKeyOf(nightly(), plannedFor), plannedFor, movedTo },
      "tester",
    );
  }
  const keys = async (now: string) => (await fire(now)).map(({ triggerKey }) => triggerKey);
  return { store, fire, keys };
}

describe("a firing that was changed", () => {
  it("is skipped, and the next one fires", async () => {
    await withTestApp({}, async (app) => {
      const { keys } = await setUpChanged(app, { "2026-01-01T02:00:00Z": null });
      expect(await keys("2026-01-01T02:00:10Z")).toEqual([]);
      expect(await keys("2026-01-01T23:00:00Z")).toEqual([]);
      expect(await keys("2026-01-02T02:00:10Z")).toEqual(["nightly 2026-01-02T02:00 UTC"]);
    });
  });

  it("fires once at its new time, on time, and not at its old one", async () => {
    await withTestApp({}, async (app) => {
      const { keys, fire } = await setUpChanged(app, { "2026-01-01T02:00:00Z": "2026-01-01T05:30:00Z" });
      expect(await keys("2026-01-01T02:00:10Z")).toEqual([]);
      const [fired] = await fire("2026-01-01T05:30:05Z");
      expect(fired).toMatchObject({ triggerKey: "nightly 2026-01-01T02:00 UTC", isLate: false });
      expect(await keys("2026-01-01T05:30:15Z")).toEqual([]);
      expect(await keys("2026-01-02T02:00:10Z")).toEqual(["nightly 2026-01-02T02:00 UTC"]);
    });
  });

  it("can be moved to an earlier time", async () => {
    await withTestApp({}, async (app) => {
      const { keys } = await setUpChanged(app, { "2026-01-02T02:00:00Z": "2026-01-01T20:00:00Z" });
      expect(await keys("2026-01-01T02:00:10Z")).toEqual(["nightly 2026-01-01T02:00 UTC"]);
      expect(await keys("2026-01-01T20:00:10Z")).toEqual(["nightly 2026-01-02T02:00 UTC"]);
      expect(await keys("2026-01-02T02:00:10Z")).toEqual([]);
    });
  });

  it("does not take the firings before it along when several were missed", async () => {
    await withTestApp({}, async (app) => {
      const { keys } = await setUpChanged(app, { "2026-01-03T02:00:00Z": null });
      expect(await keys("2026-01-03T09:00:00Z")).toEqual(["nightly 2026-01-02T02:00 UTC"]);
      expect(await keys("2026-01-03T09:00:10Z")).toEqual([]);
    });
  });

  it("is as planned again once the change is taken back, and forgotten with its schedule", async () => {
    await withTestApp({}, async (app) => {
      const { store, keys } = await setUpChanged(app, { "2026-01-01T02:00:00Z": null });
      expect(await store.restoreFiring("nightly 2026-01-01T02:00 UTC")).toBe(true);
      expect(await store.restoreFiring("nightly 2026-01-01T02:00 UTC")).toBe(false);
      expect(await keys("2026-01-01T02:00:10Z")).toEqual(["nightly 2026-01-01T02:00 UTC"]);
      expect(await store.remove("nightly")).toBe(true);
    });
  });
});
