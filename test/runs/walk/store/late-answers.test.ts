import { describe, expect, it } from "vitest";
import { buy, letLeasesExpire, PARIS, parisSpec, rowsOf, takeInHand } from "../../../support/leased-walk.ts";
import { expectInvariants } from "../../../support/invariants.ts";
import { type World, withWorld } from "../../../support/test-app.ts";

const unapplied = (world: World) =>
  rowsOf(world, "select id from calls where outcome = 'answered' and applied_at is null");

describe("an answer that comes after its page was bought again", () => {
  it("is stored by the next run, though the search is fresh", async () => {
    await withWorld({}, async (world) => {
      const spec = parisSpec();
      const frozen = await takeInHand(world, spec);
      const late = await buy(world, frozen);
      await letLeasesExpire(world);
      await world.work();
      await frozen.store.recordAnswer(late.callId, late.answer);
      expect(await unapplied(world)).toEqual([{ id: late.callId }]);
      const asked = world.simulator.requests.length;
      const next = await world.run([spec]);
      expect(next.specs[0]).toMatchObject({ status: "complete", fresh: true, pages: 0 });
      expect(world.simulator.requests).toHaveLength(asked);
      expect(await unapplied(world)).toEqual([]);
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("is stored though a new reading has begun, whose checkpoint it leaves alone", async () => {
    await withWorld({}, async (world) => {
      const frozen = await takeInHand(world, parisSpec());
      const late = await buy(world, frozen);
      await letLeasesExpire(world);
      await world.work();
      await frozen.store.recordAnswer(late.callId, late.answer);
      const next = await world.run([parisSpec({ maxPages: 1 })], { restart: true });
      expect(next.specs[0]).toMatchObject({ pages: 1, nextPage: 2, profilesUnchanged: 25 });
      expect(await unapplied(world)).toEqual([]);
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("is stored once where two runs come upon it at the same moment", async () => {
    await withWorld({ connections: 16 }, async (world) => {
      const frozen = await takeInHand(world, parisSpec());
      const late = await buy(world, frozen);
      await letLeasesExpire(world);
      await world.work();
      await frozen.store.recordAnswer(late.callId, late.answer);
      const plans = await Promise.all(Array.from({ length: 8 }, () => world.plan([parisSpec()])));
      await world.work({ concurrency: 8 });
      const reports = await Promise.all(plans.map(({ runId }) => world.report(runId)));
      expect(reports.map(({ specs }) => specs[0]?.stopReason)).toEqual(
        Array.from({ length: 8 }, () => "no_more_pages"),
      );
      const [row] = await rowsOf(world, "select count(*) from sightings where call_id = $1", [late.callId]);
      expect(row).toEqual({ count: 25 });
    });
  });

  it("brings its page where that was not bought again", async () => {
    await withWorld({}, async (world) => {
      const frozen = await takeInHand(world, parisSpec({ maxPages: 2 }));
      const late = await buy(world, frozen);
      await letLeasesExpire(world);
      const second = world.storeOf("second");
      const taken = await second.takeWalk(frozen.lease.walkId);
      await frozen.store.recordAnswer(late.callId, late.answer);
      expect(taken.kind).toBe("taken");
      await letLeasesExpire(world);
      await world.work();
      expect(world.simulator.requests.map(({ page }) => page)).toEqual([1, 2]);
      const ids = (await rowsOf(world, "select profile_id from profiles")).map((row) => row.profile_id);
      expect(ids.sort()).toEqual([...world.simulator.search(PARIS).slice(0, 50)].sort());
    });
  });
});
