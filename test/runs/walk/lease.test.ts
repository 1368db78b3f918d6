import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Lease, SearchAnswer } from "../../../src/runs/ports.ts";
import { LeaseLost, MaybeCharged } from "../../../src/values/errors.ts";
import { priceClassOf } from "../../../src/credits/price-class.ts";
import type { Spec } from "../../../src/specs/spec.ts";
import { NO_DETAIL } from "../../support/leased-walk.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { specOf, type World, withWorld } from "../../support/test-app.ts";

const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };
const paris = (settings: object = {}) => specOf("paris", PARIS, settings);

/** Takes the only walk of a new run into our own hands, as a process of that name. */
async function take(world: World, holder: string, spec: Spec): Promise<{ lease: Lease; runId: number }> {
  const { runId, rings } = await world.plan([spec]);
  return { lease: await takeAgain(world, holder, rings[0]?.walkId ?? 0), runId };
}

async function takeAgain(world: World, holder: string, walkId: number): Promise<Lease> {
  const store = world.storeOf(holder);
  const taken = await store.takeWalk(walkId);
  if (taken.kind !== "taken") throw new Error(`the walk is ${taken.kind}`);
  await store.beginWalk(taken.lease);
  return taken.lease;
}

/** Opens the next call and has it answered, but not yet recorded. */
async function buy(
  world: World,
  lease: Lease,
  spec: Spec,
): Promise<{ callId: number; answer: SearchAnswer }> {
  const opened = await world.store.openCall(
    lease,
    { priceClass: priceClassOf(spec.search), unapplied: null },
    randomUUID(),
  );
  if (opened.kind !== "open") throw new Error(`the call is to ${opened.kind}`);
  const answer = await world.search.search({ search: spec.search, page: opened.page });
  return { callId: opened.callId, answer };
}

const pagesAsked = ({ simulator }: World) => simulator.requests.map(({ page }) => page);

describe("a walk in somebody's hands", () => {
  it("is left to them while they live, and taken at once when they have died", async () => {
    await withWorld({}, async (world) => {
      const { lease } = await take(world, "first", paris());
      expect(await world.storeOf("second").takeWalk(lease.walkId)).toEqual({ kind: "busy" });
      world.gone.add("first");
      expect(await world.storeOf("second").takeWalk(lease.walkId)).toMatchObject({ kind: "taken" });
    });
  });

  it("is taken when its lease has run out, and the former holder opens and stores nothing more", async () => {
    await withWorld({}, async (world) => {
      const spec = paris();
      const { lease } = await take(world, "first", spec);
      const { callId, answer } = await buy(world, lease, spec);
      await world.store.recordAnswer(callId, answer);
      await world.db.pool.query("update walks set lease_until = now() - interval '1 second'");
      const second = await takeAgain(world, "second", lease.walkId);
      expect(second.token).toBeGreaterThan(lease.token);
      await expect(
        world.store.openCall(lease, { priceClass: "any", unapplied: null }, randomUUID()),
      ).rejects.toThrow(LeaseLost);
      await expect(world.store.applyCall(lease, callId, answer.page, NO_DETAIL)).rejects.toThrow(LeaseLost);
      await expect(
        world.store.finishWalk(lease, { reason: "held", fresh: false, note: null }),
      ).rejects.toThrow(LeaseLost);
      expect((await world.db.pool.query("select * from profiles")).rows).toEqual([]);
    });
  });
});

describe("a process that dies", () => {
  it("before its answer is kept leaves the credits in suspense; a late answer settles its own call", async () => {
    await withWorld({}, async (world) => {
      const spec = paris({ maxPages: 2 });
      const { lease, runId } = await take(world, "first", spec);
      const late = await buy(world, lease, spec);
      world.gone.add("first");
      await world.work();
      expect(pagesAsked(world)).toEqual([1, 1, 2]);
      expect((await world.report(runId)).totals).toMatchObject({ creditsSpent: 50, creditsInSuspense: 25 });
      await world.store.recordAnswer(late.callId, late.answer);
      expect((await world.report(runId)).totals).toMatchObject({ creditsSpent: 75, creditsInSuspense: 0 });
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("between keeping and storing a page costs not one more request", async () => {
    await withWorld({}, async (world) => {
      const spec = paris({ maxPages: 1 });
      const { lease, runId } = await take(world, "first", spec);
      const { callId, answer } = await buy(world, lease, spec);
      await world.store.recordAnswer(callId, answer);
      world.gone.add("first");
      await world.work();
      expect(pagesAsked(world)).toEqual([1]);
      expect((await world.report(runId)).specs[0]).toMatchObject({
        pages: 1,
        profilesNew: 25,
        stopReason: "max_pages",
      });
    });
  });

  it("leaves its page to the next run's walk where its own was cancelled meanwhile", async () => {
    await withWorld({}, async (world) => {
      const spec = paris({ maxPages: 1 });
      const { lease, runId } = await take(world, "first", spec);
      const { callId, answer } = await buy(world, lease, spec);
      await world.store.recordAnswer(callId, answer);
      await world.db.pool.query("update walks set lease_until = now() - interval '1 second'");
      await world.runs.cancelRun(runId);
      const next = await world.run([spec]);
      expect(pagesAsked(world)).toEqual([1, 2]);
      expect(next.specs[0]).toMatchObject({ pages: 1, profilesNew: 25, creditsSpent: 25 });
      expect((await world.report(runId)).specs[0]).toMatchObject({
        pages: 1,
        profilesNew: 25,
        creditsSpent: 25,
      });
    });
  });

  it("records the same answer once, however often it is told to", async () => {
    await withWorld({}, async (world) => {
      const spec = paris();
      const { lease } = await take(world, "first", spec);
      const { callId, answer } = await buy(world, lease, spec);
      await world.store.recordAnswer(callId, answer);
      await world.store.recordAnswer(callId, answer);
      await world.store.recordFailure(callId, { kind: "unknown", error: new MaybeCharged("late") });
      await world.store.applyCall(lease, callId, answer.page, NO_DETAIL);
      await world.store.applyCall(lease, callId, answer.page, NO_DETAIL);
      await expectInvariants(world.db, world.simulator);
      const { rows } = await world.db.pool.query("select count(*) as sightings from sightings");
      expect(rows).toEqual([{ sightings: 25 }]);
    });
  });
});

describe("two runs of one search", () => {
  it("walk it once: the second waits, then finds it fresh", async () => {
    await withWorld({}, async (world) => {
      const spec = paris();
      const [first, second] = [await world.plan([spec]), await world.plan([spec])];
      await world.work({ concurrency: 2 });
      const reports = [await world.report(first.runId), await world.report(second.runId)];
      expect(reports.map(({ status }) => status)).toEqual(["done", "done"]);
      expect(reports.flatMap(({ specs }) => specs.map(({ fresh, joined }) => ({ fresh, joined })))).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ fresh: true }),
          expect.objectContaining({ fresh: false }),
        ]),
      );
      expect(new Set(pagesAsked(world)).size).toBe(pagesAsked(world).length);
    });
  });

  it("do not wait for a command that has died: its walks are free", async () => {
    await withWorld({}, async (world) => {
      const spec = paris({ maxPages: 1 });
      const { rings, runId } = await world.plan([spec], { owner: "dead command" });
      const store = world.storeOf("dead command");
      const taken = await store.takeWalk(rings[0]?.walkId ?? 0);
      if (taken.kind === "taken") await store.beginWalk(taken.lease);
      world.gone.add("dead command");
      expect(await world.runs.adoptOrphans()).toEqual([runId]);
      expect((await world.run([spec])).status).toBe("done");
      expect((await world.report(runId)).status).toBe("done");
    });
  });
});

describe("a run", () => {
  it("is made once for one trigger", async () => {
    await withWorld({}, async (world) => {
      await world.plan([paris()], { triggerKey: "nightly 2026-01-01 02:00" });
      await expect(world.plan([paris()], { triggerKey: "nightly 2026-01-01 02:00" })).rejects.toThrow(
        "already",
      );
    });
  });

  it("that was cancelled stops at the page boundary and can be resumed with a new total", async () => {
    await withWorld({}, async (world) => {
      const spec = paris();
      const { runId } = await world.plan([spec], { budgetCredits: 50 });
      await world.runs.cancelRun(runId);
      expect(await world.report(runId)).toMatchObject({
        status: "cancelled",
        specs: [{ stopReason: "cancelled" }],
      });
      expect(await world.runs.resumeRun(runId, 75, null)).toBe("done");
      await world.work();
      expect((await world.report(runId)).specs[0]).toMatchObject({ pages: 3, stopReason: "budget_reached" });
      expect(await world.runs.resumeRun(runId, 1_000, null)).toBe("done");
      await world.work();
      expect((await world.report(runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      expect(await world.runs.resumeRun(runId, null, null)).toBe("nothing_to_do");
      expect(await world.runs.resumeRun(999, null, null)).toBe("unknown");
    });
  });

  it("says that it is busy where a living command works on it", async () => {
    await withWorld({}, async (world) => {
      const { runId } = await world.plan([paris()], { owner: "other terminal" });
      expect(await world.runs.resumeRun(runId, null, "me")).toBe("busy");
    });
  });
});
