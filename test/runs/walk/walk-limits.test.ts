import { describe, expect, it } from "vitest";
import { allowRetry } from "../../../src/credits/store/allow-key-retry.ts";
import { resolveSuspense } from "../../../src/credits/store/resolve-suspense.ts";
import { settleCalls } from "../../../src/credits/store/settle-call.ts";
import type { WalkStore } from "../../../src/runs/walk/walk-store.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { KEY_ID, specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };
const paris = (settings: object = {}) => specOf("paris", PARIS, settings);

const pagesAsked = ({ simulator }: TestApp) => simulator.requests.map(({ page }) => page);

describe("the budget of a walk", () => {
  it.each([
    [0, 0],
    [7, 0],
    [60, 2],
  ])("of %i credits buys %i pages of 25", async (budget, pages) => {
    await withTestApp({}, async (app) => {
      const report = await app.run([paris({ budgetCredits: budget })]);
      expect(report.specs[0]).toMatchObject({ status: "stopped", stopReason: "budget_reached", pages });
      expect(app.simulator.charged()).toBe(pages * 25);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("holds for one run, and that of a lifetime for all of them", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris({ budgetCredits: 50, lifetimeCredits: 75 });
      await app.run([spec]);
      expect((await app.run([spec])).specs[0]).toMatchObject({ pages: 1, stopReason: "budget_reached" });
      expect((await app.run([spec])).specs[0]).toMatchObject({ pages: 0, stopReason: "budget_reached" });
      expect(pagesAsked(app)).toEqual([1, 2, 3]);
    });
  });

  it("is never overspent by twenty workers on one run", async () => {
    await withTestApp({ connections: 24 }, async (app) => {
      const titles = [
        "Product Manager",
        "Software Engineer",
        "Data Scientist",
        "Account Executive",
        "Head of Product",
      ];
      const places = [
        "Paris, France",
        "London, United Kingdom",
        "Berlin, Germany",
        "New York, United States",
      ];
      const specs = titles.flatMap((title, t) =>
        places.map((place, p) => specOf(`s${t}-${p}`, { job_title: [title], location: [place] })),
      );
      const report = await app.run(specs, { budgetCredits: 1_000 }, { concurrency: 20 });
      expect(app.simulator.charged()).toBeLessThanOrEqual(1_000);
      expect(app.simulator.charged()).toBeGreaterThan(950);
      expect(report.totals.creditsSpent).toBe(app.simulator.charged());
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("limits over all runs", () => {
  it("stop a walk at the day's and at the month's", async () => {
    await withTestApp({ rules: { dailyLimit: 50 } }, async (app) => {
      expect((await app.run([paris()])).specs[0]).toMatchObject({ stopReason: "daily_limit", pages: 2 });
    });
    await withTestApp({ rules: { monthlyLimit: 25 } }, async (app) => {
      expect((await app.run([paris()])).specs[0]).toMatchObject({ stopReason: "monthly_limit", pages: 1 });
    });
  });

  it("keep the balance above its floor from the first answer on", async () => {
    await withTestApp({ simulator: { balance: 100 }, rules: { minBalance: 40 } }, async (app) => {
      const report = await app.run([paris()]);
      expect(report.specs[0]).toMatchObject({ stopReason: "balance_floor", pages: 2 });
      expect(app.simulator.balance).toBe(50);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("let a person ask again against an old balance with one call, and a schedule not", async () => {
    await withTestApp({ simulator: { balance: 60 }, rules: { minBalance: 40 } }, async (app) => {
      await app.run([paris()]);
      expect((await app.run([paris()], { triggerKey: "nightly 1" })).specs[0]).toMatchObject({ pages: 0 });
      app.simulator.setBalance(1_000);
      expect((await app.run([paris({ maxPages: 2 })])).specs[0]).toMatchObject({
        pages: 2,
        stopReason: "max_pages",
      });
    });
  });
});

const fourSpecs = () =>
  ["Paris, France", "London, United Kingdom", "Berlin, Germany", "New York, United States"].map(
    (place, index) => specOf(`s${index}`, { job_title: ["Product Manager"], location: [place] }),
  );

describe("a key that is refused", () => {
  it("silences every walk of the run", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { fromSeq: 3 }, fault: { kind: "error", code: "invalid_api_key" } }]);
      const specs = fourSpecs();
      const report = await app.run(specs, {}, { concurrency: 1 });
      expect(report.specs.every(({ stopReason }) => stopReason === "key_rejected")).toBe(true);
      expect(app.simulator.requests.filter(({ seq }) => seq >= 3)).toHaveLength(1);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it.each(["invalid_api_key", "insufficient_scope", "insufficient_credits"] as const)(
    "at page 3 of one of four walks under way is asked nothing more (%s)",
    async (code) => {
      await withTestApp({}, async (app) => {
        app.simulator.setFaults([{ when: { page: 3 }, fault: { kind: "error", code } }]);
        let isRefused = false;
        let openedAfterwards = 0;
        const store: WalkStore = {
          ...app.store,
          async recordFailure(...failure) {
            await app.store.recordFailure(...failure);
            isRefused = true;
          },
          async openCall(...request) {
            const isLate = isRefused;
            const opened = await app.store.openCall(...request);
            if (isLate && opened.kind === "open") openedAfterwards += 1;
            return opened;
          },
        };
        const report = await app.run(fourSpecs(), {}, { concurrency: 4, deps: { store } });
        expect(isRefused).toBe(true);
        expect(openedAfterwards).toBe(0);
        const reason = code === "insufficient_credits" ? "out_of_credits" : "key_rejected";
        expect(report.specs.map(({ stopReason }) => stopReason)).toEqual([reason, reason, reason, reason]);
        const asked = app.simulator.requests.length;
        await app.work();
        expect(app.simulator.requests).toHaveLength(asked);
        await expectInvariants(app.db, app.simulator);
      });
    },
  );

  it("waits for a person: a schedule does not try it, a person's next run does once", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { times: 1 }, fault: { kind: "error", code: "insufficient_scope" } }]);
      await app.run([paris()]);
      expect((await app.run([paris()], { triggerKey: "nightly 1" })).specs[0]?.stopReason).toBe(
        "key_rejected",
      );
      expect(app.simulator.requests).toHaveLength(1);
      expect((await app.run([paris({ maxPages: 1 })])).specs[0]?.stopReason).toBe("max_pages");
    });
  });

  it("is tried by the next night once a person has called the doctor", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { times: 1 }, fault: { kind: "error", code: "invalid_api_key" } }]);
      await app.run([paris()]);
      expect(await allowRetry(app.db, KEY_ID)).toBeInstanceOf(Date);
      const night = await app.run([paris({ maxPages: 1 })], { triggerKey: "nightly 1" });
      expect(night.specs[0]?.stopReason).toBe("max_pages");
      expect(await allowRetry(app.db, KEY_ID)).toBeNull();
    });
  });

  it("is told apart from an empty workspace", async () => {
    await withTestApp({ simulator: { balance: 30 } }, async (app) => {
      const report = await app.run([paris()]);
      expect(report.specs[0]).toMatchObject({ stopReason: "out_of_credits", pages: 1 });
      expect(report.balance).toBe(5);
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("a call of which nobody knows whether it was charged", () => {
  it("is held in suspense, bought once more by itself, and then only when a person asks", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 2, times: 3 }, fault: { kind: "reset", charged: true } }]);
      const { runId, ...first } = await app.run([paris({ maxPages: 3 })]);
      expect(first.specs[0]).toMatchObject({ stopReason: "unavailable", pages: 1, creditsInSuspense: 50 });
      expect(pagesAsked(app)).toEqual([1, 2, 2]);
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      expect(pagesAsked(app)).toEqual([1, 2, 2, 2]);
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      expect(pagesAsked(app)).toEqual([1, 2, 2, 2, 2, 3]);
      expect((await app.report(runId)).specs[0]).toMatchObject({ pages: 3, creditsInSuspense: 75 });
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("fills a budget, which says so, until a person settles it", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 2, times: 1 }, fault: { kind: "reset", charged: false } }]);
      const { runId, specs } = await app.run([paris({ budgetCredits: 60 })]);
      expect(specs[0]).toMatchObject({
        stopReason: "budget_reached",
        note: "filled by credits in suspense",
        pages: 1,
      });
      const [held] = (await app.db.pool.query("select id from calls where status = 'suspense'")).rows;
      await settleCalls(app.db, [held.id], 0);
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      expect((await app.report(runId)).specs[0]).toMatchObject({
        pages: 2,
        creditsSpent: 50,
        creditsInSuspense: 0,
      });
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("an API that refuses to work", () => {
  it.each([undefined, "0", "-5", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "864000"])(
    "is asked again for ten minutes at a bounded rate, and nothing is booked for it (Retry-After %s)",
    async (after) => {
      await withTestApp({}, async (app) => {
        const headers = after === undefined ? {} : { "retry-after": after };
        app.simulator.setFaults([
          { when: {}, fault: { kind: "error", code: "rate_limit_exceeded", headers } },
        ]);
        const report = await app.run([paris()]);
        expect(report.specs[0]).toMatchObject({
          stopReason: "unavailable",
          creditsSpent: 0,
          creditsInSuspense: 0,
        });
        expect(app.simulator.requests.length).toBeGreaterThan(5);
        expect(app.simulator.requests.length).toBeLessThan(20);
        await expectInvariants(app.db, app.simulator);
      });
    },
  );

  it("fails the spec at once where the request itself is at fault", async () => {
    await withTestApp({}, async (app) => {
      const fault = { kind: "error", code: "validation_error", message: "location: unknown place" } as const;
      app.simulator.setFaults([{ when: {}, fault }]);
      const report = await app.run([paris()]);
      expect(report.specs[0]).toMatchObject({ status: "failed", stopReason: "request_rejected" });
      expect(report.specs[0]?.note).toContain("location: unknown place");
      expect((await app.run([paris()])).specs[0]).toMatchObject({
        status: "failed",
        stopReason: "request_rejected",
      });
      expect(app.simulator.requests).toHaveLength(1);
    });
  });
});

describe("a price", () => {
  it.each([
    [null, 25, "no_price"],
    ["25", 25, "price_is_text"],
    [-1, 25, "no_price"],
    [1_000_000_000, 25, "no_price"],
    [3, 3, "unexpected_price"],
    [40, 40, "dearer_than_reserved"],
  ])("of %s is settled at %i and flagged %s", async (credits, settled, flag) => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([
        { when: {}, fault: { kind: "override", set: { credits_consumed: credits } } },
      ]);
      await app.run([paris({ maxPages: 1 })]);
      const { rows } = await app.db.pool.query("select credits, flag, status from calls");
      expect(rows).toEqual([{ credits: settled, flag, status: "settled" }]);
    });
  });

  it("that was dearer than its reserve stops the walk; who asks again has it booked", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: {}, fault: { kind: "override", set: { credits_consumed: 40 } } }]);
      const { runId, specs } = await app.run([paris({ budgetCredits: 100 })]);
      expect(specs[0]).toMatchObject({ stopReason: "budget_reached", pages: 1, creditsSpent: 40 });
      expect(specs[0]?.note).toBe("page 1 cost 40 credits where 25 were booked; from now on 40 are");
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      const { rows } = await app.db.pool.query("select reserved_credits as reserved from calls order by id");
      expect(rows.map((row) => row.reserved)).toEqual([25, 40]);
    });
  });
});

describe("credits in suspense", () => {
  /** Three pages, one of which nobody knows about, and one a while later. */
  async function withDoubt(charged: boolean, use: (app: TestApp) => Promise<void>): Promise<void> {
    await withTestApp({ simulator: { people: 40_000 } }, async (app) => {
      const fault = { kind: "reset", charged } as const;
      app.simulator.setFaults([{ when: { page: 4, times: 1 }, fault }]);
      await app.run([paris({ maxPages: 4 })]);
      await app.db.pool.query(
        `update calls set opened_at = opened_at - interval '1 hour', answered_at = answered_at - interval '1 hour'`,
      );
      await use(app);
      await expectInvariants(app.db, app.simulator);
    });
  }

  it.each([true, false])(
    "are settled by the balances where nobody else spends (charged: %s)",
    async (charged) => {
      await withDoubt(charged, async (app) => {
        expect(await resolveSuspense(app.db)).toBe(0);
        await app.run([paris({ maxPages: 1 })]);
        expect(await resolveSuspense(app.db)).toBe(1);
        expect(await resolveSuspense(app.db)).toBe(0);
        const report = await app.report(1);
        expect(report.totals).toMatchObject({ creditsInSuspense: 0, creditsSpent: charged ? 125 : 100 });
      });
    },
  );

  it.each([-60, 1_000])("are left to a person where the balance moved by %i besides", async (others) => {
    await withDoubt(true, async (app) => {
      app.simulator.setBalance(app.simulator.balance + others);
      await app.run([paris({ maxPages: 1 })]);
      expect(await resolveSuspense(app.db)).toBe(0);
    });
  });
});
