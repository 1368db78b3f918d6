import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { priceClassOf } from "../../../src/credits/price-class.ts";
import type { SearchAnswer } from "../../../src/leonar/profile-search.ts";
import type { Lease } from "../../../src/runs/walk/walk-store.ts";
import type { Spec } from "../../../src/specs/spec.ts";
import { LeaseLost, MaybeCharged } from "../../../src/values/errors.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { NO_DETAIL } from "../../support/leased-walk.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };
const paris = (settings: object = {}) => specOf("paris", PARIS, settings);

/** Takes the only walk of a new run into our own hands, as a process of that name. */
async function take(app: TestApp, holder: string, spec: Spec): Promise<{ lease: Lease; runId: number }> {
  const { runId, rings } = await app.plan([spec]);
  return { lease: await takeAgain(app, holder, rings[0]?.walkId ?? 0), runId };
}

async function takeAgain(app: TestApp, holder: string, walkId: number): Promise<Lease> {
  const store = app.storeOf(holder);
  const taken = await store.acquireLease(walkId);
  if (taken.kind !== "taken") throw new Error(`the walk is ${taken.kind}`);
  await store.beginWalk(taken.lease);
  return taken.lease;
}

/** Opens the next call and has it answered, but not yet recorded. */
async function buy(
  app: TestApp,
  lease: Lease,
  spec: Spec,
): Promise<{ callId: number; answer: SearchAnswer }> {
  const opened = await app.store.openCall(
    lease,
    { priceClass: priceClassOf(spec.search), unapplied: null },
    randomUUID(),
  );
  if (opened.kind !== "open") throw new Error(`the call is to ${opened.kind}`);
  const answer = await app.search.search({ search: spec.search, page: opened.page });
  return { callId: opened.callId, answer };
}

const pagesAsked = ({ simulator }: TestApp) => simulator.requests.map(({ page }) => page);

describe("a walk in somebody's hands", () => {
  it("is left to them while they live, and taken at once when they have died", async () => {
    await withTestApp({}, async (app) => {
      const { lease } = await take(app, "first", paris());
      expect(await app.storeOf("second").acquireLease(lease.walkId)).toEqual({ kind: "busy" });
      app.gone.add("first");
      expect(await app.storeOf("second").acquireLease(lease.walkId)).toMatchObject({ kind: "taken" });
    });
  });

  it("is taken when its lease has run out, and the former holder opens and stores nothing more", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris();
      const { lease } = await take(app, "first", spec);
      const { callId, answer } = await buy(app, lease, spec);
      await app.store.recordAnswer(callId, answer);
      await app.db.pool.query("update walks set lease_until = now() - interval '1 second'");
      const second = await takeAgain(app, "second", lease.walkId);
      expect(second.token).toBeGreaterThan(lease.token);
      await expect(
        app.store.openCall(lease, { priceClass: "any", unapplied: null }, randomUUID()),
      ).rejects.toThrow(LeaseLost);
      await expect(app.store.applyPage(lease, callId, answer.page, NO_DETAIL)).rejects.toThrow(LeaseLost);
      await expect(app.store.finishWalk(lease, { reason: "held", fresh: false, note: null })).rejects.toThrow(
        LeaseLost,
      );
      expect((await app.db.pool.query("select * from profiles")).rows).toEqual([]);
    });
  });
});

describe("a process that dies", () => {
  it("before its answer is kept leaves the credits in suspense; a late answer settles its own call", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris({ maxPages: 2 });
      const { lease, runId } = await take(app, "first", spec);
      const late = await buy(app, lease, spec);
      app.gone.add("first");
      await app.work();
      expect(pagesAsked(app)).toEqual([1, 1, 2]);
      expect((await app.report(runId)).totals).toMatchObject({ creditsSpent: 50, creditsInSuspense: 25 });
      await app.store.recordAnswer(late.callId, late.answer);
      expect((await app.report(runId)).totals).toMatchObject({ creditsSpent: 75, creditsInSuspense: 0 });
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("between keeping and storing a page costs not one more request", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris({ maxPages: 1 });
      const { lease, runId } = await take(app, "first", spec);
      const { callId, answer } = await buy(app, lease, spec);
      await app.store.recordAnswer(callId, answer);
      app.gone.add("first");
      await app.work();
      expect(pagesAsked(app)).toEqual([1]);
      expect((await app.report(runId)).specs[0]).toMatchObject({
        pages: 1,
        profilesNew: 25,
        stopReason: "max_pages",
      });
    });
  });

  it("leaves its page to the next run's walk where its own was cancelled meanwhile", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris({ maxPages: 1 });
      const { lease, runId } = await take(app, "first", spec);
      const { callId, answer } = await buy(app, lease, spec);
      await app.store.recordAnswer(callId, answer);
      await app.db.pool.query("update walks set lease_until = now() - interval '1 second'");
      await app.runs.cancelRun(runId);
      const next = await app.run([spec]);
      expect(pagesAsked(app)).toEqual([1, 2]);
      expect(next.specs[0]).toMatchObject({ pages: 1, profilesNew: 25, creditsSpent: 25 });
      expect((await app.report(runId)).specs[0]).toMatchObject({
        pages: 1,
        profilesNew: 25,
        creditsSpent: 25,
      });
    });
  });

  it("records the same answer once, however often it is told to", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris();
      const { lease } = await take(app, "first", spec);
      const { callId, answer } = await buy(app, lease, spec);
      await app.store.recordAnswer(callId, answer);
      await app.store.recordAnswer(callId, answer);
      await app.store.recordFailure(callId, { kind: "unknown", error: new MaybeCharged("late") });
      await app.store.applyPage(lease, callId, answer.page, NO_DETAIL);
      await app.store.applyPage(lease, callId, answer.page, NO_DETAIL);
      await expectInvariants(app.db, app.simulator);
      const { rows } = await app.db.pool.query("select count(*) as sightings from sightings");
      expect(rows).toEqual([{ sightings: 25 }]);
    });
  });
});

describe("two runs of one search", () => {
  it("walk it once: the second waits, then finds it fresh", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris();
      const [first, second] = [await app.plan([spec]), await app.plan([spec])];
      await app.work({ concurrency: 2 });
      const reports = [await app.report(first.runId), await app.report(second.runId)];
      expect(reports.map(({ status }) => status)).toEqual(["done", "done"]);
      expect(reports.flatMap(({ specs }) => specs.map(({ fresh, joined }) => ({ fresh, joined })))).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ fresh: true }),
          expect.objectContaining({ fresh: false }),
        ]),
      );
      expect(new Set(pagesAsked(app)).size).toBe(pagesAsked(app).length);
    });
  });

  it("do not wait for a command that has died: its walks are free", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris({ maxPages: 1 });
      const { rings, runId } = await app.plan([spec], { owner: "dead command" });
      const store = app.storeOf("dead command");
      const taken = await store.acquireLease(rings[0]?.walkId ?? 0);
      if (taken.kind === "taken") await store.beginWalk(taken.lease);
      app.gone.add("dead command");
      expect(await app.runs.reassignAbandonedRuns()).toEqual([runId]);
      expect((await app.run([spec])).status).toBe("done");
      expect((await app.report(runId)).status).toBe("done");
    });
  });
});

describe("a run", () => {
  it("is made once for one trigger", async () => {
    await withTestApp({}, async (app) => {
      await app.plan([paris()], { triggerKey: "nightly 2026-01-01 02:00" });
      await expect(app.plan([paris()], { triggerKey: "nightly 2026-01-01 02:00" })).rejects.toThrow(
        "already",
      );
    });
  });

  it("that was cancelled stops at the page boundary and can be resumed with a new total", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris();
      const { runId } = await app.plan([spec], { budgetCredits: 50 });
      await app.runs.cancelRun(runId);
      expect(await app.report(runId)).toMatchObject({
        status: "cancelled",
        specs: [{ stopReason: "cancelled" }],
      });
      expect(await app.runs.resumeRun(runId, 75, null)).toBe("done");
      await app.work();
      expect((await app.report(runId)).specs[0]).toMatchObject({ pages: 3, stopReason: "budget_reached" });
      expect(await app.runs.resumeRun(runId, 1_000, null)).toBe("done");
      await app.work();
      expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      expect(await app.runs.resumeRun(runId, null, null)).toBe("nothing_to_do");
      expect(await app.runs.resumeRun(999, null, null)).toBe("unknown");
    });
  });

  it("says that it is busy where a living command works on it", async () => {
    await withTestApp({}, async (app) => {
      const { runId } = await app.plan([paris()], { owner: "other terminal" });
      expect(await app.runs.resumeRun(runId, null, "me")).toBe("busy");
    });
  });
});
