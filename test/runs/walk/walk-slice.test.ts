import { describe, expect, it } from "vitest";
import type { ProfileSearch, Ring, WalkStore } from "../../../src/runs/ports.ts";
import { type WalkPorts, walkSlice } from "../../../src/runs/walk/walk-slice.ts";
import { StoreUnavailable } from "../../../src/values/errors.ts";
import { letLeasesExpire, parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { type World, withWorld } from "../../support/test-app.ts";

interface Slice {
  readonly walkId: number;
  readonly runId: number;
  readonly rings: Ring[];
  readonly stopping: AbortController;
  readonly aborting: AbortController;
  /** Does one slice of the walk, with these pieces in place of the real ones. */
  go(changes?: Partial<WalkPorts>): Promise<void>;
}

/** One walk of Paris, whose slices the test does one by one. */
async function sliceOf(world: World): Promise<Slice> {
  const { runId, rings: first } = await world.plan([parisSpec()]);
  const walkId = first[0]?.walkId ?? 0;
  const rings: Ring[] = [];
  const [stopping, aborting] = [new AbortController(), new AbortController()];
  const doorbell = {
    ring: async (ring: Ring) => void rings.push(ring),
    othersWait: async () => true,
  };
  const signals = { stopping: stopping.signal, aborting: aborting.signal };
  const go: Slice["go"] = (changes) =>
    walkSlice({ doorbell, ...world.ports(changes), ...changes }, signals, walkId);
  return { walkId, runId, rings, stopping, aborting, go };
}

const pagesAsked = ({ simulator }: World) => simulator.requests.map(({ page }) => page);
const away = new StoreUnavailable("the database is away");

/** A store of which one method fails so many times. */
function failing(store: WalkStore, name: "recordAnswer" | "applyCall", times: number): WalkStore {
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
    await withWorld({}, async (world) => {
      const { go, rings, walkId } = await sliceOf(world);
      await go();
      expect(pagesAsked(world)).toEqual([1, 2, 3, 4]);
      expect(rings).toEqual([{ walkId, token: 1, lane: expect.any(String) }]);
      await go();
      expect(pagesAsked(world).slice(4)[0]).toBe(5);
    });
  });

  it("goes on where nobody waits, to the end of the walk", async () => {
    await withWorld({}, async (world) => {
      const { go, rings } = await sliceOf(world);
      const doorbell = {
        ring: async (ring: Ring) => void rings.push(ring),
        othersWait: async () => false,
      };
      await go({ doorbell });
      expect(rings).toEqual([]);
      expect(pagesAsked(world).length).toBeGreaterThan(4);
      expect(await rowsOf(world, "select stop_reason from walks")).toEqual([
        { stop_reason: "no_more_pages" },
      ]);
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("asks for the next page before it stores the last", async () => {
    await withWorld({}, async (world) => {
      const { go } = await sliceOf(world);
      const done: string[] = [];
      const search: ProfileSearch = {
        ...world.search,
        search(request, ...rest) {
          done.push(`ask ${request.page}`);
          return world.search.search(request, ...rest);
        },
      };
      const store: WalkStore = {
        ...world.store,
        applyCall(...given) {
          done.push("store");
          return world.store.applyCall(...given);
        },
      };
      await go({ search, store });
      expect(done).toEqual(["ask 1", "ask 2", "store", "ask 3", "store", "ask 4", "store", "store"]);
    });
  });

  it("keeps its walk while a page takes long", async () => {
    await withWorld({}, async (world) => {
      const slice = await sliceOf(world);
      let renew = async () => {};
      const every: WalkPorts["every"] = (_, work) => {
        renew = work;
        return () => {};
      };
      const search: ProfileSearch = {
        ...world.search,
        async search(request, ...rest) {
          await letLeasesExpire(world);
          await renew();
          expect(await world.storeOf("another").takeWalk(slice.walkId)).toEqual({ kind: "busy" });
          return world.search.search(request, ...rest);
        },
      };
      await slice.go({ every, search });
      expect(pagesAsked(world)).toEqual([1, 2, 3, 4]);
    });
  });

  it("that was frozen while a call was opened sends nothing for it, and books it at nothing", async () => {
    await withWorld({}, async (world) => {
      const slice = await sliceOf(world);
      let now = 0;
      const store: WalkStore = {
        ...world.store,
        async openCall(lease, wish, attempt) {
          const opened = await world.store.openCall(lease, wish, attempt);
          if (pagesAsked(world).length === 2) {
            now += 90_000;
            await letLeasesExpire(world);
            await world.storeOf("another").takeWalk(slice.walkId);
          }
          return opened;
        },
      };
      await slice.go({ store, now: () => now });
      expect(pagesAsked(world)).toEqual([1, 2]);
      expect(await rowsOf(world, "select status, credits from calls where page = 3")).toEqual([
        { status: "settled", credits: 0 },
      ]);
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("that is rung for twice at once is done once", async () => {
    await withWorld({}, async (world) => {
      const slice = await sliceOf(world);
      await Promise.all([slice.go(), slice.go({ store: world.storeOf("another") })]);
      expect(pagesAsked(world)).toEqual([1, 2, 3, 4]);
      expect(slice.rings).toHaveLength(1);
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("does nothing for a walk that has ended, that nobody made, or that others are at", async () => {
    await withWorld({}, async (world) => {
      const { go, rings, walkId, runId } = await sliceOf(world);
      await world.storeOf("other").takeWalk(walkId);
      await go();
      await letLeasesExpire(world);
      await world.runs.cancelRun(runId);
      await go();
      expect(await world.store.takeWalk(4_711)).not.toMatchObject({ kind: "taken" });
      expect([pagesAsked(world), rings]).toEqual([[], []]);
    });
  });
});

describe("a process that is told to stop", () => {
  it("finishes the page in flight, stores it and buys no other", async () => {
    await withWorld({}, async (world) => {
      const { go, rings, stopping, runId } = await sliceOf(world);
      await go({ search: answering(world.search, () => stopping.abort()) });
      expect([pagesAsked(world), rings]).toEqual([[1], []]);
      expect((await world.report(runId)).specs[0]).toMatchObject({
        status: "walking",
        pages: 1,
        nextPage: 2,
      });
      expect(await rowsOf(world, "select id from walks where lease_owner is not null")).toEqual([]);
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("buys nothing where it was told before", async () => {
    await withWorld({}, async (world) => {
      const { go, stopping } = await sliceOf(world);
      stopping.abort();
      await go();
      expect(pagesAsked(world)).toEqual([]);
    });
  });

  it("at once leaves its call in suspense", async () => {
    await withWorld({}, async (world) => {
      const { go, stopping, aborting, runId } = await sliceOf(world);
      world.simulator.setFaults([{ when: {}, fault: { kind: "hang", charged: true } }]);
      const slice = go();
      await expect.poll(() => world.simulator.requests.length).toBe(1);
      stopping.abort();
      aborting.abort();
      await slice;
      expect((await world.report(runId)).totals).toMatchObject({ creditsSpent: 0, creditsInSuspense: 25 });
      await expectInvariants(world.db, world.simulator);
    });
  });
});

describe("a database that is away", () => {
  it("when a paid page has come is waited for", async () => {
    await withWorld({}, async (world) => {
      const { go, runId } = await sliceOf(world);
      await go({ store: failing(world.store, "recordAnswer", 20) });
      expect((await world.report(runId)).totals).toMatchObject({ pages: 4, creditsSpent: 100 });
      expect(pagesAsked(world)).toEqual([1, 2, 3, 4]);
    });
  });

  it("for a moment when a page is stored is tried again", async () => {
    await withWorld({}, async (world) => {
      const { go, runId } = await sliceOf(world);
      await go({ store: failing(world.store, "applyCall", 2) });
      expect((await world.report(runId)).totals).toMatchObject({ pages: 4, creditsSpent: 100 });
    });
  });

  it("for longer ends the slice; the next one stores what was paid for, and buys it not again", async () => {
    await withWorld({}, async (world) => {
      const { go, runId } = await sliceOf(world);
      await expect(go({ store: failing(world.store, "applyCall", 3) })).rejects.toThrow(StoreUnavailable);
      expect((await world.report(runId)).totals.pages).toBe(0);
      await go();
      expect(new Set(pagesAsked(world)).size).toBe(pagesAsked(world).length);
      expect((await world.report(runId)).specs[0]?.nextPage).toBe(pagesAsked(world).length + 1);
      await expectInvariants(world.db, world.simulator);
    });
  });
});

describe("a walk that somebody else has taken meanwhile", () => {
  it("is left to them in silence; what it had bought is theirs to store", async () => {
    await withWorld({}, async (world) => {
      const { go, rings, walkId, runId } = await sliceOf(world);
      const other = world.storeOf("other");
      let taken = false;
      const store: WalkStore = {
        ...world.store,
        async recordAnswer(callId, answer) {
          if (!taken) {
            taken = true;
            await letLeasesExpire(world);
            await other.takeWalk(walkId);
          }
          await world.store.recordAnswer(callId, answer);
        },
      };
      await go({ store });
      expect([pagesAsked(world), rings]).toEqual([[1], []]);
      expect((await world.report(runId)).totals).toMatchObject({
        pages: 0,
        creditsSpent: 25,
        creditsInSuspense: 0,
      });
      await letLeasesExpire(world);
      await world.work();
      expect(new Set(pagesAsked(world)).size).toBe(pagesAsked(world).length);
      await expectInvariants(world.db, world.simulator);
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
    await withWorld({}, async (world) => {
      const { go, runId } = await sliceOf(world);
      world.simulator.setFaults([{ when: {}, fault: { kind: "error", code, message } }]);
      await go();
      const [spec] = (await world.report(runId)).specs;
      expect(spec).toMatchObject({ stopReason: reason, creditsSpent: 0, creditsInSuspense: 0 });
      expect(spec?.note).not.toBeNull();
      expect(pagesAsked(world)).toEqual([1]);
    });
  });

  it("with 422 is not sent again either", async () => {
    await withWorld({}, async (world) => {
      const { go, runId } = await sliceOf(world);
      world.simulator.setFaults([{ when: {}, fault: { kind: "status", status: 422, body: "{}" } }]);
      await go();
      expect((await world.report(runId)).specs[0]).toMatchObject({ stopReason: "request_rejected" });
      expect(pagesAsked(world)).toEqual([1]);
    });
  });
});
