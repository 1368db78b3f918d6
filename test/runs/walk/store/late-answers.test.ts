import { describe, expect, it } from "vitest";
import { expectInvariants } from "../../../support/invariants.ts";
import {
  buy,
  buyAndStore,
  leaseWalk,
  letLeasesExpire,
  PARIS,
  parisSpec,
  rowsOf,
} from "../../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../../support/test-app.ts";

const unapplied = (app: TestApp) =>
  rowsOf(app, "select id from calls where outcome = 'answered' and applied_at is null");

const pagesOf = ({ simulator }: TestApp) => Math.ceil(simulator.search(PARIS).length / 25);

describe("an answer that comes after its page was bought again", () => {
  it("is stored by the next run, though the search is fresh", async () => {
    await withTestApp({}, async (app) => {
      const spec = parisSpec();
      const frozen = await leaseWalk(app, spec);
      const late = await buy(app, frozen);
      await letLeasesExpire(app);
      await app.work();
      await frozen.store.recordAnswer(late.callId, late.answer);
      expect(await unapplied(app)).toEqual([{ id: late.callId }]);
      const asked = app.simulator.requests.length;
      const next = await app.run([spec]);
      expect(next.specs[0]).toMatchObject({ status: "complete", fresh: true, pages: 0 });
      expect(app.simulator.requests).toHaveLength(asked);
      expect(await unapplied(app)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("is stored though a new reading has begun, whose checkpoint it leaves alone", async () => {
    await withTestApp({}, async (app) => {
      const frozen = await leaseWalk(app, parisSpec());
      const late = await buy(app, frozen);
      await letLeasesExpire(app);
      await app.work();
      await frozen.store.recordAnswer(late.callId, late.answer);
      const next = await app.run([parisSpec({ maxPages: 1 })], { restart: true });
      expect(next.specs[0]).toMatchObject({ pages: 1, nextPage: 2, profilesUnchanged: 25 });
      expect(await unapplied(app)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("is stored once where two runs come upon it at the same moment", async () => {
    await withTestApp({ connections: 16 }, async (app) => {
      const frozen = await leaseWalk(app, parisSpec());
      const late = await buy(app, frozen);
      await letLeasesExpire(app);
      await app.work();
      await frozen.store.recordAnswer(late.callId, late.answer);
      const plans = await Promise.all(Array.from({ length: 8 }, () => app.plan([parisSpec()])));
      await app.work({ concurrency: 8 });
      const reports = await Promise.all(plans.map(({ runId }) => app.report(runId)));
      expect(reports.map(({ specs }) => specs[0]?.stopReason)).toEqual(
        Array.from({ length: 8 }, () => "no_more_pages"),
      );
      const [row] = await rowsOf(app, "select count(*) from sightings where call_id = $1", [late.callId]);
      expect(row).toEqual({ count: 25 });
    });
  });

  it("is applied, and its page not bought again, where it is recorded while the next holder waits out a refusal", async () => {
    await withTestApp({}, async (app) => {
      const frozen = await leaseWalk(app, parisSpec());
      await buyAndStore(app, frozen);
      const late = await buy(app, frozen);
      await letLeasesExpire(app);
      const refusal = {
        kind: "error",
        code: "rate_limit_exceeded",
        headers: { "retry-after": "5" },
      } as const;
      app.simulator.setFaults([{ when: { page: 2, times: 1 }, fault: refusal }]);
      const record = () => frozen.store.recordAnswer(late.callId, late.answer);
      await app.work({ deps: { sleep: record } });
      expect(await rowsOf(app, "select page from calls where outcome = 'answered' order by page")).toEqual(
        Array.from({ length: pagesOf(app) }, (_, index) => ({ page: index + 1 })),
      );
      expect((await app.report(frozen.runId)).specs[0]).toMatchObject({ stopReason: "no_more_pages" });
      expect(await unapplied(app)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("is applied before the walk ends", async () => {
    await withTestApp({}, async (app) => {
      const frozen = await leaseWalk(app, parisSpec({ maxPages: 1 }));
      const late = await buy(app, frozen);
      await frozen.store.recordAnswer(late.callId, late.answer);
      expect(
        await frozen.store.finishWalk(frozen.lease, { reason: "held", note: null, fresh: false }),
      ).toBeNull();
      await letLeasesExpire(app);
      await app.work();
      expect((await app.report(frozen.runId)).specs[0]).toMatchObject({ stopReason: "max_pages", pages: 1 });
      expect(await unapplied(app)).toEqual([]);
    });
  });

  it("brings its page where that was not bought again", async () => {
    await withTestApp({}, async (app) => {
      const frozen = await leaseWalk(app, parisSpec({ maxPages: 2 }));
      const late = await buy(app, frozen);
      await letLeasesExpire(app);
      const second = app.storeOf("second");
      const taken = await second.acquireLease(frozen.lease.walkId);
      await frozen.store.recordAnswer(late.callId, late.answer);
      expect(taken.kind).toBe("taken");
      await letLeasesExpire(app);
      await app.work();
      expect(app.simulator.requests.map(({ page }) => page)).toEqual([1, 2]);
      const ids = (await rowsOf(app, "select profile_id from profiles")).map((row) => row.profile_id);
      expect(ids.sort()).toEqual([...app.simulator.search(PARIS).slice(0, 50)].sort());
    });
  });
});
