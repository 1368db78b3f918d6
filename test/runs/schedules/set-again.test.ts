import { describe, expect, it } from "vitest";
import { nightly, setUp } from "../../support/schedule-harness.ts";
import { withTestApp } from "../../support/test-app.ts";

const SET_AT = "2026-01-01T12:00:00Z";
const DUE_AT = "2026-01-02T02:00:00Z";
const NOW = "2026-01-02T02:10:00Z";

describe("a schedule that is set again while a firing is due", () => {
  it.each([
    ["unchanged", {}],
    ["with another budget", { budgetCredits: 7 }],
    ["with other specs", { selection: { kind: "tag", tag: "product" } as const }],
  ])("keeps that firing, %s", async (_, changes) => {
    await withTestApp({}, async (app) => {
      const { store, fire } = await setUp(app, [nightly()], SET_AT);
      expect(await store.set(nightly(changes))).toBe(false);
      expect(await fire(NOW)).toMatchObject([{ schedule: "nightly", plannedFor: new Date(DUE_AT) }]);
      expect(await store.set(nightly(changes))).toBe(false);
      expect(await fire(NOW)).toEqual([]);
    });
  });

  it.each([
    ["cron", { cron: "0 1 * * *" }],
    ["zone", { timeZone: "Asia/Tokyo" }],
  ])("drops what another %s planned", async (_, changes) => {
    await withTestApp({}, async (app) => {
      const { store, fire } = await setUp(app, [nightly()], SET_AT);
      await store.set(nightly(changes));
      expect(await fire(NOW)).toEqual([]);
    });
  });
});
