import { describe, expect, it } from "vitest";
import type { ProfileSearch } from "../../../src/leonar/profile-search.ts";
import type { WalkJob } from "../../../src/runs/walk/walk-queue.ts";
import { type WalkDeps, walkSlice } from "../../../src/runs/walk/walk-slice.ts";
import type { WalkStore } from "../../../src/runs/walk/walk-store.ts";
import { StoreUnavailable } from "../../../src/values/errors.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { letLeasesExpire, parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";

interface Slice {
  readonly walkId: number;
  readonly runId: number;
  readonly rings: WalkJob[];
  readonly stopping: AbortController;
  readonly aborting: AbortController;
  /** Does one slice of the walk, with these pieces in place of the real ones. */
  go(changes?: Partial<WalkDeps>): Promise<void>;
}

/** One walk of Paris, whose slices the test does one by one. */
async function sliceOf(app: TestApp): Promise<Slice> {
  const { runId, rings: first } = await app.plan([parisSpec()]);
  const walkId = first[0]?.walkId ?? 0;
  const rings: WalkJob[] = [];
  const [stopping, aborting] = [new AbortController(), new AbortController()];
  const walkQueue = {
    enqueue: async (ring: WalkJob) => void rings.push(ring),
    hasWaitingJobs: async () => true,
  };
  const signals = { stopping: stopping.signal, aborting: aborting.signal };
  const go: Slice["go"] = (changes) =>
    walkSlice({ walkQueue, ...app.deps(changes), ...changes }, signals, walkId);
  return { walkId, runId, rings, stopping, aborting, go };
}

const pagesAsked = ({ simulator }: TestApp) => simulator.requests.map(({ page }) => page);
const away = new StoreUnavailable("the database is away");

/** A store of which one method fails so many times. */
function failing(store: WalkStore, name: "recordAnswer" | "applyPage", times: number): WalkStore {
  let left = times;
  const fail = async <Given extends unknown[]>(
    method: (...given: Given) => Promise<void>,
    ...given: Given
  ) => {
    left -= 1;
    if (left >= 0) throw away;
    await method(...given);
  };
  return {
    ...store,
    [name]: (...given: never[]) => fail(store[name] as (...given: never[]) => Promise<void>, ...given),
  };
}

/** An API that does something when it has answered a page, before anybody hears of it. */
const answering = (search: ProfileSearch, then: () => void): ProfileSearch => ({
  ...search,
  async search(request, ...rest) {
    const answer = await search.search(request, ...rest);
    then();
    return answer;
  },
});

describe("a slice", () => {
  it("buys four pages and rings for the next", async () => {
    await withTestApp({}, async (app) => {
      const { go, rings, walkId } = await sliceOf(app);
      await go();
      expect(pagesAsked(app)).toEqual([1, 2, 3, 4]);
      expect(rings).toEqual([{ walkId, token: 1, queueName: expect.any(String) }]);
      await go();
      expect(pagesAsked(app).slice(4)[0]).toBe(5);
    });
  });

  it("goes on where nobody waits, to the end of the walk", async () => {
    await withTestApp({}, async (app) => {
      const { go, rings } = await sliceOf(app);
      const walkQueue = {
        enqueue: async (ring: WalkJob) => void rings.push(ring),
        hasWaitingJobs: async () => false,
      };
      await go({ walkQueue });
      expect(rings).toEqual([]);
      expect(pagesAsked(app).length).toBeGreaterThan(4);
      expect(await rowsOf(app, "select stop_reason from walks")).toEqual([{ stop_reason: "no_more_pages" }]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("asks for the next page before it stores the last", async () => {
    await withTestApp({}, async (app) => {
      const { go } = await sliceOf(app);
      const done: string[] = [];
      const search: ProfileSearch = {
        ...app.search,
        search(request, ...rest) {
          done.push(`ask ${request.page}`);
          return app.search.search(request, ...rest);
        },
      };
      const store: WalkStore = {
        ...app.store,
        applyPage(...given) {
          done.push("store");
          return app.store.applyPage(...given);
        },
      };
      await go({ search, store });
      expect(done).toEqual(["ask 1", "ask 2", "store", "ask 3", "store", "ask 4", "store", "store"]);
    });
  });

  it("keeps its walk while a page takes long", async () => {
    await withTestApp({}, async (app) => {
      const slice = await sliceOf(app);
      let renew = async () => {};
      const every: WalkDeps["every"] = (_, work) => {
        renew = work;
        return () => {};
      };
      const search: ProfileSearch = {
        ...app.search,
        async search(request, ...rest) {
          await letLeasesExpire(app);
          await renew();
          expect(await app.storeOf("another").acquireLease(slice.walkId)).toEqual({ kind: "busy" });
          return app.search.search(request, ...rest);
        },
      };
      await slice.go({ every, search });
      expect(pagesAsked(app)).toEqual([1, 2, 3, 4]);
    });
  });

  it("that was frozen while a call was opened sends nothing for it, and books it at nothing", async () => {
    await withTestApp({}, async (app) => {
      const slice = await sliceOf(app);
      let now = 0;
      const store: WalkStore = {
        ...app.store,
        async openCall(lease, request, attempt) {
          const opened = await app.store.openCall(lease, request, attempt);
          if (pagesAsked(app).length === 2) {
            now += 90_000;
            await letLeasesExpire(app);
            await app.storeOf("another").acquireLease(slice.walkId);
          }
          return opened;
        },
      };
      await slice.go({ store, now: () => now });
      expect(pagesAsked(app)).toEqual([1, 2]);
      expect(await rowsOf(app, "select status, credits from calls where page = 3")).toEqual([
        { status: "settled", credits: 0 },
      ]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("that is rung for twice at once is done once", async () => {
    await withTestApp({}, async (app) => {
      const slice = await sliceOf(app);
      await Promise.all([slice.go(), slice.go({ store: app.storeOf("another") })]);
      expect(pagesAsked(app)).toEqual([1, 2, 3, 4]);
      expect(slice.rings).toHaveLength(1);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("does nothing for a walk that has ended, that nobody made, or that others are at", async () => {
    await withTestApp({}, async (app) => {
      const { go, rings, walkId, runId } = await sliceOf(app);
      await app.storeOf("other").acquireLease(walkId);
      await go();
      await letLeasesExpire(app);
      await app.runs.cancelRun(runId);
      await go();
      expect(await app.store.acquireLease(4_711)).not.toMatchObject({ kind: "taken" });
      expect([pagesAsked(app), rings]).toEqual([[], []]);
    });
  });
});

describe("a process that is told to stop", () => {
  it("finishes the page in flight, stores it and buys no other", async () => {
    await withTestApp({}, async (app) => {
      const { go, rings, stopping, runId } = await sliceOf(app);
      await go({ search: answering(app.search, () => stopping.abort()) });
      expect([pagesAsked(app), rings]).toEqual([[1], []]);
      expect((await app.report(runId)).specs[0]).toMatchObject({
        status: "walking",
        pages: 1,
        nextPage: 2,
      });
      expect(await rowsOf(app, "select id from walks where lease_owner is not null")).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("buys nothing where it was told before", async () => {
    await withTestApp({}, async (app) => {
      const { go, stopping } = await sliceOf(app);
      stopping.abort();
      await go();
      expect(pagesAsked(app)).toEqual([]);
    });
  });

  it("at once leaves its call in suspense", async () => {
    await withTestApp({}, async (app) => {
      const { go, stopping, aborting, runId } = await sliceOf(app);
      app.simulator.setFaults([{ when: {}, fault: { kind: "hang", charged: true } }]);
      const slice = go();
      await expect.poll(() => app.simulator.requests.length).toBe(1);
      stopping.abort();
      aborting.abort();
      await slice;
      expect((await app.report(runId)).totals).toMatchObject({ creditsSpent: 0, creditsInSuspense: 25 });
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("a database that is away", () => {
  it("when a paid page has come is waited for", async () => {
    await withTestApp({}, async (app) => {
      const { go, runId } = await sliceOf(app);
      await go({ store: failing(app.store, "recordAnswer", 20) });
      expect((await app.report(runId)).totals).toMatchObject({ pages: 4, creditsSpent: 100 });
      expect(pagesAsked(app)).toEqual([1, 2, 3, 4]);
    });
  });

  it("for a moment when a page is stored is tried again", async () => {
    await withTestApp({}, async (app) => {
      const { go, runId } = await sliceOf(app);
      await go({ store: failing(app.store, "applyPage", 2) });
      expect((await app.report(runId)).totals).toMatchObject({ pages: 4, creditsSpent: 100 });
    });
  });

  it("for longer ends the slice; the next one stores what was paid for, and buys it not again", async () => {
    await withTestApp({}, async (app) => {
      const { go, runId } = await sliceOf(app);
      await expect(go({ store: failing(app.store, "applyPage", 3) })).rejects.toThrow(StoreUnavailable);
      expect((await app.report(runId)).totals.pages).toBe(0);
      await go();
      expect(new Set(pagesAsked(app)).size).toBe(pagesAsked(app).length);
      expect((await app.report(runId)).specs[0]?.nextPage).toBe(pagesAsked(app).length + 1);
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("a walk that somebody else has taken meanwhile", () => {
  it("is left to them in silence; what it had bought is theirs to store", async () => {
    await withTestApp({}, async (app) => {
      const { go, rings, walkId, runId } = await sliceOf(app);
      const other = app.storeOf("other");
      let taken = false;
      const store: WalkStore = {
        ...app.store,
        async recordAnswer(callId, answer) {
          if (!taken) {
            taken = true;
            await letLeasesExpire(app);
            await other.acquireLease(walkId);
          }
          await app.store.recordAnswer(callId, answer);
        },
      };
      await go({ store });
      expect([pagesAsked(app), rings]).toEqual([[1], []]);
      expect((await app.report(runId)).totals).toMatchObject({
        pages: 0,
        creditsSpent: 25,
        creditsInSuspense: 0,
      });
      await letLeasesExpire(app);
      await app.work();
      expect(new Set(pagesAsked(app)).size).toBe(pagesAsked(app).length);
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("a request that the API refuses", () => {
  it.each([
    ["validation_error", "location: unknown place", "request_rejected"],
    ["not_found", "no such path", "request_rejected"],
    ["insufficient_scope", "sourcing:read is missing", "key_rejected"],
    ["plan_upgrade_required", "upgrade", "key_rejected"],
  ] as const)("with %s is sent once and costs nothing", async (code, message, reason) => {
    await withTestApp({}, async (app) => {
      const { go, runId } = await sliceOf(app);
      app.simulator.setFaults([{ when: {}, fault: { kind: "error", code, message } }]);
      await go();
      const [spec] = (await app.report(runId)).specs;
      expect(spec).toMatchObject({ stopReason: reason, creditsSpent: 0, creditsInSuspense: 0 });
      expect(spec?.note).not.toBeNull();
      expect(pagesAsked(app)).toEqual([1]);
    });
  });

  it("with 422 is not sent again either", async () => {
    await withTestApp({}, async (app) => {
      const { go, runId } = await sliceOf(app);
      app.simulator.setFaults([{ when: {}, fault: { kind: "status", status: 422, body: "{}" } }]);
      await go();
      expect((await app.report(runId)).specs[0]).toMatchObject({ stopReason: "request_rejected" });
      expect(pagesAsked(app)).toEqual([1]);
    });
  });
});
