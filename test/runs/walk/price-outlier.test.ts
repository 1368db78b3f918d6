import { describe, expect, it } from "vitest";
import { BERLIN, PARIS, rowsOf } from "../../support/leased-walk.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const priceClass = (app: TestApp) => rowsOf(app, "select dearest::int, outlier::int from price_classes");

const run = (app: TestApp, spec: string, search: object, budgetCredits: number) =>
  app.run([specOf(spec, search, { maxPages: 3 })], { budgetCredits });

describe("one absurd price", () => {
  it("does not keep a later run with a budget from buying, once an exclusive call has disproved it", async () => {
    await withTestApp({ simulator: { balance: 100_000 } }, async (app) => {
      app.simulator.setFaults([{ when: { nth: 2 }, fault: { kind: "plain", credits: 9_000 } }]);
      const first = await run(app, "paris", PARIS, 200);
      expect(first.specs[0]).toMatchObject({ stopReason: "budget_reached", creditsSpent: 9_025 });
      expect(first.specs[0]?.note).toContain("one more call goes alone to confirm it");
      expect(await priceClass(app)).toEqual([{ dearest: 25, outlier: 9_000 }]);
      const second = await run(app, "berlin", BERLIN, 200);
      expect(second.specs[0]).toMatchObject({ pages: 3, creditsSpent: 75 });
      expect(await priceClass(app)).toEqual([{ dearest: 25, outlier: null }]);
      expect(await rowsOf(app, "select alone from calls where spec = 'berlin' order by id")).toEqual([
        { alone: true },
        { alone: false },
        { alone: false },
      ]);
    });
  });

  it("is reserved from then on where the exclusive call confirms it", async () => {
    await withTestApp({ simulator: { balance: 100_000 } }, async (app) => {
      app.simulator.setFaults([{ when: { fromSeq: 2 }, fault: { kind: "plain", credits: 9_000 } }]);
      await run(app, "paris", PARIS, 200);
      await run(app, "berlin", BERLIN, 200);
      expect(await priceClass(app)).toEqual([{ dearest: 9_000, outlier: null }]);
      const third = await run(app, "rome", { location: ["Rome, Italy"] }, 200);
      expect(third.specs[0]).toMatchObject({ pages: 0, stopReason: "budget_reached" });
      expect(app.simulator.requests).toHaveLength(3);
    });
  });
});
