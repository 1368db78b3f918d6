import { describe, expect, it } from "vitest";
import type { NewRun } from "../../../src/runs/ports.ts";
import { LeaseLost } from "../../../src/values/errors.ts";
import { buyAndStore, open, openNext, parisSpec, rowsOf, takeInHand } from "../../support/leased-walk.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { withWorld } from "../../support/test-app.ts";

const nightly = (triggerKey: string, owner: string | null = null): NewRun => ({
  selection: { kind: "all" },
  specsCsv: null,
  budgetCredits: null,
  maxPages: null,
  restart: false,
  owner,
  triggerKey,
  schedule: null,
});

describe("a run of a schedule", () => {
  it("is made once, even where a person has resumed it meanwhile", async () => {
    await withWorld({}, async (world) => {
      const runId = await world.runs.createRun(nightly("nightly 02:00"));
      expect(await world.runs.createRun(nightly("nightly 02:00"))).toBeNull();
      await world.runs.resumeRun(runId ?? 0, null, null);
      expect(await world.runs.createRun(nightly("nightly 02:00"))).toBeNull();
    });
  });

  it("is a person's from their resume on: it tries a refused key once more", async () => {
    await withWorld({}, async (world) => {
      world.simulator.setFaults([{ when: { times: 1 }, fault: { kind: "error", code: "invalid_api_key" } }]);
      const { runId } = await world.run([parisSpec({ maxPages: 1 })], { triggerKey: "nightly 02:00" });
      expect((await world.run([parisSpec()], { triggerKey: "nightly 02:01" })).specs[0]?.stopReason).toBe(
        "key_rejected",
      );
      expect(world.simulator.requests).toHaveLength(1);
      await world.runs.resumeRun(runId, null, null);
      await world.work();
      expect((await world.report(runId)).specs[0]).toMatchObject({ stopReason: "max_pages", pages: 1 });
    });
  });
});

describe("a command that stops before its run has started", () => {
  it("leaves it to the person, not to the workers", async () => {
    await withWorld({}, async (world) => {
      const runId = (await world.runs.createRun(nightly("by hand", "command"))) ?? 0;
      await world.runs.interruptRun(runId);
      expect(await world.runs.plannedRuns()).toEqual([]);
      expect((await world.report(runId)).status).toBe("interrupted");
      expect(await world.runs.resumeRun(runId, null, null)).toBe("done");
      expect(await world.runs.plannedRuns()).toEqual([runId]);
    });
  });
});

describe("a command that is interrupted", () => {
  it("has its walks taken from it, what it had sent in suspense, and goes on when resumed", async () => {
    await withWorld({}, async (world) => {
      const hands = await takeInHand(world, parisSpec({ maxPages: 2 }), { run: { owner: "hands" } });
      await buyAndStore(world, hands);
      await open(hands);
      await world.runs.interruptRun(hands.runId);
      await expect(openNext(hands)).rejects.toThrow(LeaseLost);
      const { status, totals } = await world.report(hands.runId);
      expect({ status, ...totals }).toMatchObject({
        status: "interrupted",
        creditsSpent: 25,
        creditsInSuspense: 25,
      });
      await world.work();
      expect(world.simulator.requests).toHaveLength(1);
      await world.runs.resumeRun(hands.runId, 200, null);
      await world.work();
      expect(await world.report(hands.runId)).toMatchObject({ status: "done", budgetCredits: 200 });
      expect(world.simulator.requests.map(({ page }) => page)).toEqual([1, 2]);
      expect(await rowsOf(world, "select * from budgets where reserved <> 0")).toEqual([]);
    });
  });

  it("without a word hands its run to the workers", async () => {
    await withWorld({}, async (world) => {
      const hands = await takeInHand(world, parisSpec({ maxPages: 1 }), { run: { owner: "hands" } });
      await open(hands);
      expect(await world.runs.freeWalks(null)).toEqual([]);
      expect(await world.runs.adoptOrphans()).toEqual([]);
      world.gone.add("hands");
      expect(await world.runs.adoptOrphans()).toEqual([hands.runId]);
      await world.work();
      expect((await world.report(hands.runId)).totals).toMatchObject({ pages: 1, creditsInSuspense: 25 });
    });
  });
});

describe("resuming", () => {
  it("has nothing to do for what is complete, and knows no run that never was", async () => {
    await withWorld({}, async (world) => {
      const { runId } = await world.run([parisSpec()]);
      expect(await world.runs.resumeRun(runId, 500, null)).toBe("nothing_to_do");
      expect(await world.runs.resumeRun(4_711, null, null)).toBe("unknown");
      expect(await world.runs.cancelRun(runId)).toBe("nothing_to_do");
    });
  });

  it("at the moment when the last walk ends leaves no run without an end", async () => {
    await withWorld({ connections: 16 }, async (world) => {
      for (let round = 0; round < 10; round += 1) {
        const hands = await takeInHand(world, parisSpec({ refreshDays: 0, maxPages: 1 }));
        await world.db.pool.query(
          "update walks set lease_until = now() - interval '1 second' where lease_until > now()",
        );
        const outcomes = await Promise.allSettled([
          hands.store.finishWalk(hands.lease, { reason: "held", note: null, fresh: false }),
          world.runs.resumeRun(hands.runId, null, null),
        ]);
        const failures = outcomes.flatMap((outcome) =>
          outcome.status === "rejected" ? [outcome.reason] : [],
        );
        expect(failures.filter((failure) => !(failure instanceof LeaseLost))).toEqual([]);
      }
      await world.work();
      expect(await rowsOf(world, "select id from runs where status <> 'done'")).toEqual([]);
      await expectInvariants(world.db, world.simulator);
    });
  });
});

describe("cancelling", () => {
  it("a run that has not started ends it", async () => {
    await withWorld({}, async (world) => {
      const runId = (await world.runs.createRun(nightly("later"))) ?? 0;
      expect(await world.runs.cancelRun(runId)).toBe("done");
      expect(await world.runs.plannedRuns()).toEqual([]);
      expect((await world.report(runId)).status).toBe("cancelled");
    });
  });

  it("one of two runs of a search leaves the other alone", async () => {
    await withWorld({}, async (world) => {
      const first = await takeInHand(world, parisSpec({ maxPages: 1 }));
      const { runId } = await world.plan([parisSpec({ maxPages: 1 })]);
      await world.runs.cancelRun(runId);
      await buyAndStore(world, first);
      expect(await openNext(first)).toMatchObject({ kind: "stop", reason: "max_pages" });
      expect((await world.report(runId)).status).toBe("cancelled");
    });
  });
});
