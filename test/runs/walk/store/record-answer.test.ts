import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { lockLedger } from "../../../../src/database/lock-ledger.ts";
import { suspendLostCalls } from "../../../../src/runs/walk/store/suspend-lost-calls.ts";
import { UsageError } from "../../../../src/values/errors.ts";
import { expectInvariants } from "../../../support/invariants.ts";
import { buy, leaseWalk, parisSpec, rowsOf } from "../../../support/leased-walk.ts";
import { withTestApp } from "../../../support/test-app.ts";

it("an answer settles its call though it was put into suspense while the page was written", async () => {
  await withTestApp({}, async (app) => {
    const hands = await leaseWalk(app, parisSpec());
    const { callId, answer } = await buy(app, hands);
    const { recording } = await app.db.transaction(async (tx) => {
      await lockLedger(tx);
      const waiting = hands.store.recordAnswer(callId, answer);
      await vi.waitUntil(
        async () =>
          (await app.db.execute(
            sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          )) > 0,
      );
      await suspendLostCalls(tx, hands.lease.walkId);
      return { recording: waiting };
    });
    await recording;
    expect(await rowsOf(app, "select status, outcome, credits from calls")).toEqual([
      { status: "settled", outcome: "answered", credits: 25 },
    ]);
    expect(await rowsOf(app, "select reserved, spent, suspense from budgets where scope = 'walk'")).toEqual([
      { reserved: 0, spent: 25, suspense: 0 },
    ]);
    await hands.store.applyPage(hands.lease, callId, answer.page, { experiences: false, educations: false });
    await expectInvariants(app.db, app.simulator);
  });
});

it("an answer is not recorded in a store that was moved, which says where to", async () => {
  await withTestApp({}, async (app) => {
    const hands = await leaseWalk(app, parisSpec());
    const { callId, answer } = await buy(app, hands);
    await app.db.execute(sql`update ledger_state set moved_to = 'elsewhere/db'`);
    await expect(hands.store.recordAnswer(callId, answer)).rejects.toThrow(UsageError);
    expect(await rowsOf(app, "select from call_bodies")).toEqual([]);
  });
});
