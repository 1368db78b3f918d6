import { describe, expect, it } from "vitest";
import type { NewRun } from "../../../src/runs/store/create-run.ts";
import { applyPagesOfWalk } from "../../../src/runs/walk/apply-recorded-pages.ts";
import { LeaseLost } from "../../../src/values/errors.ts";
import { expectInvariants } from "../../support/invariants.ts";
import {
  buy,
  buyAndStore,
  type LeasedTestWalk,
  leaseWalk,
  letLeasesExpire,
  NO_DETAIL,
  open,
  openNext,
  parisSpec,
  rowsOf,
} from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";

/** Buys a page as a worker that dies before it applies the page. */
async function recordOnly(app: TestApp): Promise<LeasedTestWalk> {
  const died = await leaseWalk(app, parisSpec());
  const { callId, answer } = await buy(app, died);
  await died.store.recordAnswer(callId, answer);
  await letLeasesExpire(app);
  return died;
}

async function expectPageKept(app: TestApp, runId: number): Promise<void> {
  const { status, totals, specs } = await app.report(runId);
  expect({ status, reason: specs[0]?.stopReason, ...totals }).toMatchObject({
    status: "cancelled",
    reason: "cancelled",
    pages: 1,
    profilesNew: 25,
  });
  expect(app.simulator.requests).toHaveLength(1);
  await expectInvariants(app.db, app.simulator);
}

const nightly = (triggerKey: string, owner: string | null = null): NewRun => ({
  selection: { kind: "all" },
  specsCsv: null,
  budgetCredits: null,
  maxPages: null,
  restart: false,
  fillGaps: false,
  owner,
  triggerKey,
  schedule: null,
});

describe("a run of a schedule", () => {
  it("is made once, even where a person has resumed it meanwhile", async () => {
    await withTestApp({}, async (app) => {
      const runId = await app.runs.createRun(nightly("nightly 02:00"));
      expect(await app.runs.createRun(nightly("nightly 02:00"))).toBeNull();
      await app.runs.resumeRun(runId ?? 0, null, null);
      expect(await app.runs.createRun(nightly("nightly 02:00"))).toBeNull();
    });
  });

  it("is a person's from their resume on: it tries a refused key once more", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { times: 1 }, fault: { kind: "error", code: "invalid_api_key" } }]);
      const { runId } = await app.run([parisSpec({ maxPages: 1 })], { triggerKey: "nightly 02:00" });
      expect((await app.run([parisSpec()], { triggerKey: "nightly 02:01" })).specs[0]?.stopReason).toBe(
        "key_rejected",
      );
      expect(app.simulator.requests).toHaveLength(1);
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "max_pages", pages: 1 });
    });
  });
});

describe("a command that stops before its run has started", () => {
  it("leaves it to the person, not to the workers", async () => {
    await withTestApp({}, async (app) => {
      const runId = (await app.runs.createRun(nightly("by hand", "command"))) ?? 0;
      await app.runs.interruptRun(runId);
      expect(await app.runs.plannedRuns()).toEqual([]);
      expect((await app.report(runId)).status).toBe("interrupted");
      expect(await app.runs.resumeRun(runId, null, null)).toBe("done");
      expect(await app.runs.plannedRuns()).toEqual([runId]);
    });
  });
});

describe("a command that is interrupted", () => {
  it("has its walks taken from it, what it had sent in suspense, and goes on when resumed", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec({ maxPages: 2 }), { run: { owner: "hands" } });
      await buyAndStore(app, hands);
      await open(hands);
      await app.runs.interruptRun(hands.runId);
      await expect(openNext(hands)).rejects.toThrow(LeaseLost);
      const { status, totals } = await app.report(hands.runId);
      expect({ status, ...totals }).toMatchObject({
        status: "interrupted",
        creditsSpent: 25,
        creditsInSuspense: 25,
      });
      await app.work();
      expect(app.simulator.requests).toHaveLength(1);
      await app.runs.resumeRun(hands.runId, 200, null);
      await app.work();
      expect(await app.report(hands.runId)).toMatchObject({ status: "done", budgetCredits: 200 });
      expect(app.simulator.requests.map(({ page }) => page)).toEqual([1, 2]);
      expect(await rowsOf(app, "select * from budgets where reserved <> 0")).toEqual([]);
    });
  });

  it("without a word hands its run to the workers", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec({ maxPages: 1 }), { run: { owner: "hands" } });
      await open(hands);
      expect(await app.runs.unleasedWalks(null)).toEqual([]);
      expect(await app.runs.reassignAbandonedRuns()).toEqual([]);
      app.gone.add("hands");
      expect(await app.runs.reassignAbandonedRuns()).toEqual([hands.runId]);
      await app.work();
      expect((await app.report(hands.runId)).totals).toMatchObject({ pages: 1, creditsInSuspense: 25 });
    });
  });
});

describe("resuming", () => {
  it("has nothing to do for what is complete, and knows no run that never was", async () => {
    await withTestApp({}, async (app) => {
      const { runId } = await app.run([parisSpec()]);
      expect(await app.runs.resumeRun(runId, 500, null)).toBe("nothing_to_do");
      expect(await app.runs.resumeRun(4_711, null, null)).toBe("unknown");
      expect(await app.runs.cancelRun(runId)).toBe("nothing_to_do");
    });
  });

  it("at the moment when the last walk ends leaves no run without an end", async () => {
    await withTestApp({ connections: 16 }, async (app) => {
      for (let round = 0; round < 10; round += 1) {
        const hands = await leaseWalk(app, parisSpec({ refreshDays: 0, maxPages: 1 }));
        await app.db.pool.query(
          "update walks set lease_until = now() - interval '1 second' where lease_until > now()",
        );
        const outcomes = await Promise.allSettled([
          hands.store.finishWalk(hands.lease, { reason: "held", note: null, fresh: false }),
          app.runs.resumeRun(hands.runId, null, null),
        ]);
        const failures = outcomes.flatMap((outcome) =>
          outcome.status === "rejected" ? [outcome.reason] : [],
        );
        expect(failures.filter((failure) => !(failure instanceof LeaseLost))).toEqual([]);
      }
      await app.work();
      expect(await rowsOf(app, "select id from runs where status <> 'done'")).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("cancelling", () => {
  it("a run that has not started ends it", async () => {
    await withTestApp({}, async (app) => {
      const runId = (await app.runs.createRun(nightly("later"))) ?? 0;
      expect(await app.runs.cancelRun(runId)).toBe("done");
      expect(await app.runs.plannedRuns()).toEqual([]);
      expect((await app.report(runId)).status).toBe("cancelled");
    });
  });

  it("a run whose worker died between recording and applying a page keeps the people of that page", async () => {
    await withTestApp({}, async (app) => {
      const died = await recordOnly(app);
      expect(await app.runs.cancelRun(died.runId)).toBe("done");
      await app.work();
      await expectPageKept(app, died.runId);
    });
  });

  it("a run keeps such a page at once where the page is applied first, whoever resumes and cancels it", async () => {
    await withTestApp({}, async (app) => {
      const died = await recordOnly(app);
      await applyPagesOfWalk(app, died.lease.walkId);
      expect(await app.runs.cancelRun(died.runId)).toBe("done");
      await expectPageKept(app, died.runId);
    });
  });

  it("leaves a page alone that a live process is about to apply", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec());
      const { callId, answer } = await buy(app, hands);
      await hands.store.recordAnswer(callId, answer);
      await applyPagesOfWalk(app, hands.lease.walkId);
      await app.runs.cancelRun(hands.runId);
      await hands.store.applyPage(hands.lease, callId, answer.page, NO_DETAIL);
      expect(await openNext(hands)).toMatchObject({ kind: "stop", reason: "cancelled" });
    });
  });

  it("one of two runs of a search leaves the other alone", async () => {
    await withTestApp({}, async (app) => {
      const first = await leaseWalk(app, parisSpec({ maxPages: 1 }));
      const { runId } = await app.plan([parisSpec({ maxPages: 1 })]);
      await app.runs.cancelRun(runId);
      await buyAndStore(app, first);
      expect(await openNext(first)).toMatchObject({ kind: "stop", reason: "max_pages" });
      expect((await app.report(runId)).status).toBe("cancelled");
    });
  });
});
