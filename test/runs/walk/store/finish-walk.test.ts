import { describe, expect, it } from "vitest";
import { LeaseLost } from "../../../../src/values/errors.ts";
import { expectInvariants } from "../../../support/invariants.ts";
import {
  berlinSpec,
  buyAndStore,
  leaseWalk,
  letLeasesExpire,
  open,
  openNext,
  parisSpec,
  rowsOf,
} from "../../../support/leased-walk.ts";
import { withTestApp } from "../../../support/test-app.ts";

describe("a walk that ends while its holder is gone with a call under way", () => {
  it("by being cancelled leaves the credits in suspense and the key free for others", async () => {
    await withTestApp({}, async (app) => {
      const frozen = await leaseWalk(app, parisSpec());
      await open(frozen);
      await letLeasesExpire(app);
      expect(await app.runs.cancelRun(frozen.runId)).toBe("done");
      expect((await app.report(frozen.runId)).totals).toMatchObject({ creditsInSuspense: 25 });
      await expect(openNext(frozen)).rejects.toThrow(LeaseLost);
      expect(await openNext(await leaseWalk(app, berlinSpec()))).toMatchObject({ kind: "open" });
    });
  });

  it("by its own holder leaves nothing reserved", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec());
      await open(hands);
      await hands.store.finishWalk(hands.lease, { reason: "store_refused", note: null, fresh: false });
      expect((await app.report(hands.runId)).totals).toMatchObject({ creditsInSuspense: 25 });
      expect(await rowsOf(app, "select * from calls where status = 'sent'")).toEqual([]);
    });
  });

  it("is out of the hands of a frozen holder once it is resumed", async () => {
    await withTestApp({}, async (app) => {
      const frozen = await leaseWalk(app, parisSpec());
      await letLeasesExpire(app);
      expect(await app.runs.resumeRun(frozen.runId, null, null)).toBe("done");
      await expect(openNext(frozen)).rejects.toThrow(LeaseLost);
      expect(await frozen.store.renewLease(frozen.lease)).toBe(false);
      await app.work();
      expect((await app.report(frozen.runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("a walk that waits for the same search of another run", () => {
  it("ends at once where its own run is cancelled in its slice", async () => {
    await withTestApp({}, async (app) => {
      const first = await leaseWalk(app, parisSpec());
      const second = await leaseWalk(app, parisSpec());
      await app.runs.cancelRun(second.runId);
      expect(await second.store.beginWalk(second.lease)).toEqual({
        kind: "nothing",
        reason: "cancelled",
        note: null,
        fresh: false,
      });
      await buyAndStore(app, first);
    });
  });

  it("is rung for when the other has ended", async () => {
    await withTestApp({}, async (app) => {
      const first = await leaseWalk(app, parisSpec());
      const second = await leaseWalk(app, parisSpec());
      await second.store.releaseLease(second.lease);
      const rings = await first.store.finishWalk(first.lease, { reason: "held", note: null, fresh: false });
      expect(rings?.map(({ walkId }) => walkId)).toEqual([second.lease.walkId]);
    });
  });
});
