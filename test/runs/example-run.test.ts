import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSpecs } from "../../src/specs/sheets/read-specs.ts";
import { expectInvariants } from "../support/invariants.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { storedPeople } from "../support/people.ts";
import { type TestApp, withTestApp } from "../support/test-app.ts";

const file = readFileSync(new URL("../../examples/specs.csv", import.meta.url));
const specs = readSpecs(file).specs.map(({ spec }) => spec);

const written = (app: TestApp) =>
  rowsOf(
    app,
    `select 'profile' as kind, profile_id as id, xmin::text from profiles
     union all select 'version', id::text, xmin::text from profile_versions
     union all select 'contact', profile_id || value, xmin::text from contacts order by 1, 2`,
  );

describe("the twelve specs of the example", () => {
  it("are stored whole, and every credit that was charged is booked", async () => {
    await withTestApp({ simulator: { people: 4_000 } }, async (app) => {
      const report = await app.run(specs);
      expect(report.status).toBe("done");
      const union = new Set(specs.flatMap(({ search }) => app.simulator.search({ ...search })));
      expect([...(await storedPeople(app)).keys()].sort()).toEqual([...union].sort());
      expect(report.totals.creditsSpent).toBe(app.simulator.charged());
      expect(report.totals.profilesNew).toBe(union.size);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("cost nothing a second time", async () => {
    await withTestApp({ simulator: { people: 4_000 } }, async (app) => {
      await app.run(specs);
      const asked = app.simulator.requests.length;
      const again = await app.run(specs);
      expect(again.specs.every(({ fresh, status }) => fresh && status === "complete")).toBe(true);
      expect(again.totals).toMatchObject({ creditsSpent: 0, pages: 0 });
      expect(app.simulator.requests).toHaveLength(asked);
    });
  });

  it("bought from page 1 again write nobody anew who is as they were", async () => {
    await withTestApp({ simulator: { people: 4_000 } }, async (app) => {
      const first = await app.run(specs);
      const before = await written(app);
      const again = await app.run(
        specs.map((spec) => ({ ...spec, stopAfterKnownPages: 0 })),
        { restart: true },
      );
      expect(again.totals).toMatchObject({
        creditsSpent: first.totals.creditsSpent,
        profilesNew: 0,
        profilesChanged: 0,
        profilesUnchanged: first.totals.profilesSeen,
      });
      expect(await written(app)).toEqual(before);
    });
  });
});

it("a run that its budget ended is carried on by the next at the first page not bought", async () => {
  await withTestApp({}, async (app) => {
    const [spec] = specs.filter(({ spec: name }) => name === "saas-product-leaders");
    const wide = { ...spec, maxPages: null } as (typeof specs)[number];
    const first = await app.run([wide], { budgetCredits: 60 });
    expect(first.totals.creditsSpent).toBe(50);
    expect(first.specs[0]).toMatchObject({ stopReason: "budget_reached", nextPage: 3 });
    const second = await app.run([wide], { budgetCredits: 30 });
    expect(second.specs[0]).toMatchObject({ pages: 1, nextPage: 4 });
    expect(app.simulator.requests.map(({ page }) => page)).toEqual([1, 2, 3]);
  });
});
