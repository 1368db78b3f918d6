import { describe, expect, it } from "vitest";
import type { Fault } from "../../../src/simulator/fault-script.ts";
import { BERLIN, PARIS, rowsOf } from "../../support/leased-walk.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const specs = () => [specOf("paris", PARIS), specOf("berlin", BERLIN)];
const NOTE = /MIN_CREDIT_BALANCE is 40, and the newest answer named no balance that can be read/;

function play(app: TestApp, fault: Fault): void {
  app.simulator.setFaults([{ when: {}, fault }]);
}

describe("a floor of the balance", () => {
  it.each<[string, Fault]>([
    ["absent", { kind: "override", remove: ["sourcing_credits_remaining"] }],
    ["null", { kind: "override", set: { sourcing_credits_remaining: null } }],
    ["a text that is no number", { kind: "override", set: { sourcing_credits_remaining: "many" } }],
  ])("is probed with one call and then stops every walk where the balance is %s", async (_, fault) => {
    await withTestApp({ rules: { minBalance: 40 } }, async (app) => {
      play(app, fault);
      const report = await app.run(specs());
      expect(app.simulator.requests).toHaveLength(1);
      for (const { stopReason, note } of report.specs) {
        expect(stopReason).toBe("balance_floor");
        expect(note).toMatch(NOTE);
      }
      await app.run(specs());
      expect(app.simulator.requests).toHaveLength(2);
    });
  });

  it("that was reached is probed once and not with each call, where answers name no balance any more", async () => {
    await withTestApp({ simulator: { balance: 100 }, rules: { minBalance: 40 } }, async (app) => {
      await app.run(specs());
      const before = app.simulator.requests.length;
      app.simulator.setBalance(10_000);
      play(app, { kind: "override", remove: ["sourcing_credits_remaining"] });
      const report = await app.run(specs());
      expect(app.simulator.requests.length - before).toBe(1);
      expect(report.specs[0]).toMatchObject({
        stopReason: "balance_floor",
        note: expect.stringMatching(NOTE),
      });
    });
  });

  it("is kept by a balance that is sent as a text, and a price that is one counts, flagged", async () => {
    await withTestApp({ rules: { minBalance: 900 } }, async (app) => {
      play(app, { kind: "override", set: { sourcing_credits_remaining: "997", credits_consumed: "75" } });
      const report = await app.run([specOf("paris", PARIS, { maxPages: 1 })]);
      expect(report.balance).toBe(997);
      expect(await rowsOf(app, "select credits::int, flag from calls")).toEqual([
        { credits: 75, flag: "dearer_than_reserved" },
      ]);
    });
  });
});
