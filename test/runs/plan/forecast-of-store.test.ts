import { describe, expect, it } from "vitest";
import { readOverlaps } from "../../../src/specs/store/read-overlaps.ts";
import { readStoredSpecs } from "../../../src/specs/store/stored-specs.ts";
import { specOf, withTestApp } from "../../support/test-app.ts";

const managers = { job_title: ["Product Manager"] };
const paris = specOf("paris", { ...managers, location: ["Paris, France"] });

describe("a walk", () => {
  it("keeps what it was expected to cost beside what it cost", async () => {
    await withTestApp({}, async (app) => {
      const first = await app.run([paris]);
      expect(first.specs[0]?.forecast).toBeNull();
      const spent = first.totals.creditsSpent;
      const again = await app.run([paris], { restart: true });
      expect(again.specs[0]).toMatchObject({ forecast: { low: 50, likely: spent, high: spent } });
      // Two pages of known people ended the refresh, which the newest forecast knows of.
      expect(again.totals.creditsSpent).toBe(50);
      const third = await app.run([paris], { restart: true });
      expect(third.specs[0]?.forecast).toEqual({ low: 50, likely: 50, high: spent });
      const fresh = await app.run([paris]);
      expect(fresh.specs[0]?.forecast).toEqual({ low: 0, likely: 0, high: 0 });
    });
  });
});

describe("the overlap of specs", () => {
  it("counts for each whom another has found too", async () => {
    await withTestApp({}, async (app) => {
      const france = specOf("france", { ...managers, location: ["Paris, France", "Lyon, France"] });
      const berlin = specOf("berlin", { ...managers, location: ["Berlin, Germany"] });
      await app.run([paris, france, berlin, specOf("asleep", managers, { enabled: false })]);
      const people = (spec: typeof paris) => app.simulator.search({ ...spec.search }).length;
      expect(people(france)).toBeGreaterThan(people(paris));
      expect(await readOverlaps(app.db, await readStoredSpecs(app.db))).toEqual([
        { spec: "berlin", people: people(berlin), shared: 0, closest: null },
        {
          spec: "france",
          people: people(france),
          shared: people(paris),
          closest: { spec: "paris", shared: people(paris) },
        },
        {
          spec: "paris",
          people: people(paris),
          shared: people(paris),
          closest: { spec: "france", shared: people(paris) },
        },
      ]);
    });
  });
});
