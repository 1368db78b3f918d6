import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { UsageError } from "../../../../src/values/errors.ts";
import { lockLedger } from "../../../../src/database/lock-ledger.ts";
import { suspendOrphans } from "../../../../src/runs/walk/store/suspend-lost-calls.ts";
import { buy, parisSpec, rowsOf, takeInHand } from "../../../support/leased-walk.ts";
import { expectInvariants } from "../../../support/invariants.ts";
import { withWorld } from "../../../support/test-app.ts";

it("an answer settles its call though it was put into suspense while the page was written", async () => {
  await withWorld({}, async (world) => {
    const hands = await takeInHand(world, parisSpec());
    const { callId, answer } = await buy(world, hands);
    const { recording } = await world.db.transaction(async (tx) => {
      await lockLedger(tx);
      const waiting = hands.store.recordAnswer(callId, answer);
      await vi.waitUntil(
        async () =>
          (await world.db.execute(
            sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          )) > 0,
      );
      await suspendOrphans(tx, hands.lease.walkId);
      return { recording: waiting };
    });
    await recording;
    expect(await rowsOf(world, "select status, outcome, credits from calls")).toEqual([
      { status: "settled", outcome: "answered", credits: 25 },
    ]);
    expect(await rowsOf(world, "select reserved, spent, suspense from budgets where scope = 'walk'")).toEqual(
      [{ reserved: 0, spent: 25, suspense: 0 }],
    );
    await hands.store.applyCall(hands.lease, callId, answer.page, { experiences: false, educations: false });
    await expectInvariants(world.db, world.simulator);
  });
});

it("an answer is not recorded in a store that was moved, which says where to", async () => {
  await withWorld({}, async (world) => {
    const hands = await takeInHand(world, parisSpec());
    const { callId, answer } = await buy(world, hands);
    await world.db.execute(sql`update ledger_state set moved_to = 'elsewhere/db'`);
    await expect(hands.store.recordAnswer(callId, answer)).rejects.toThrow(UsageError);
    expect(await rowsOf(world, "select from call_bodies")).toEqual([]);
  });
});
