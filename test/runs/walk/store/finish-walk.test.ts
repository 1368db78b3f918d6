import { describe, expect, it } from "vitest";
import { LeaseLost } from "../../../../src/values/errors.ts";
import {
  berlinSpec,
  buyAndStore,
  letLeasesExpire,
  open,
  openNext,
  parisSpec,
  rowsOf,
  takeInHand,
} from "../../../support/leased-walk.ts";
import { expectInvariants } from "../../../support/invariants.ts";
import { withWorld } from "../../../support/test-app.ts";

describe("a walk that ends while its holder is gone with a call under way", () => {
  it("by being cancelled leaves the credits in suspense and the key free for others", async () => {
    await withWorld({}, async (world) => {
      const frozen = await takeInHand(world, parisSpec());
      await open(frozen);
      await letLeasesExpire(world);
      expect(await world.runs.cancelRun(frozen.runId)).toBe("done");
      expect((await world.report(frozen.runId)).totals).toMatchObject({ creditsInSuspense: 25 });
      await expect(openNext(frozen)).rejects.toThrow(LeaseLost);
      expect(await openNext(await takeInHand(world, berlinSpec()))).toMatchObject({ kind: "open" });
    });
  });

  it("by its own holder leaves nothing reserved", async () => {
    await withWorld({}, async (world) => {
      const hands = await takeInHand(world, parisSpec());
      await open(hands);
      await hands.store.finishWalk(hands.lease, { reason: "store_refused", note: null, fresh: false });
      expect((await world.report(hands.runId)).totals).toMatchObject({ creditsInSuspense: 25 });
      expect(await rowsOf(world, "select * from calls where status = 'sent'")).toEqual([]);
    });
  });

  it("is out of the hands of a frozen holder once it is resumed", async () => {
    await withWorld({}, async (world) => {
      const frozen = await takeInHand(world, parisSpec());
      await letLeasesExpire(world);
      expect(await world.runs.resumeRun(frozen.runId, null, null)).toBe("done");
      await expect(openNext(frozen)).rejects.toThrow(LeaseLost);
      expect(await frozen.store.renewLease(frozen.lease)).toBe(false);
      await world.work();
      expect((await world.report(frozen.runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      await expectInvariants(world.db, world.simulator);
    });
  });
});

describe("a walk that waits for the same search of another run", () => {
  it("ends at once where its own run is cancelled in its slice", async () => {
    await withWorld({}, async (world) => {
      const first = await takeInHand(world, parisSpec());
      const second = await takeInHand(world, parisSpec());
      await world.runs.cancelRun(second.runId);
      expect(await second.store.beginWalk(second.lease)).toEqual({
        kind: "nothing",
        reason: "cancelled",
        fresh: false,
      });
      await buyAndStore(world, first);
    });
  });

  it("is rung for when the other has ended", async () => {
    await withWorld({}, async (world) => {
      const first = await takeInHand(world, parisSpec());
      const second = await takeInHand(world, parisSpec());
      await second.store.giveWalkBack(second.lease);
      const rings = await first.store.finishWalk(first.lease, { reason: "held", note: null, fresh: false });
      expect(rings.map(({ walkId }) => walkId)).toEqual([second.lease.walkId]);
    });
  });
});
