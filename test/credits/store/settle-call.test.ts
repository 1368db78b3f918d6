import { describe, expect, it } from "vitest";
import { findSettleable, settleCalls } from "../../../src/credits/store/settle-call.ts";
import { MaybeCharged, TryLater, UsageError } from "../../../src/values/errors.ts";
import { expectInvariants } from "../../support/invariants.ts";
import {
  buy,
  type LeasedTestWalk,
  leaseWalk,
  open,
  openNext,
  parisSpec,
  rowsOf,
} from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";

const lost = { kind: "unknown", error: new MaybeCharged("no whole answer") } as const;

const callsOf = (app: TestApp) => rowsOf(app, "select status, outcome, credits::int from calls order by id");

/** A walk whose first call is in suspense though it was charged. */
async function inSuspense(
  app: TestApp,
): Promise<LeasedTestWalk & { callId: number; answer: Awaited<ReturnType<typeof buy>>["answer"] }> {
  const hands = await leaseWalk(app, parisSpec());
  const bought = await buy(app, hands);
  await hands.store.recordFailure(bought.callId, lost);
  return { ...hands, ...bought };
}

describe("a call in suspense", () => {
  it("is settled at what a person says", async () => {
    await withTestApp({}, async (app) => {
      const { callId, runId } = await inSuspense(app);
      await settleCalls(app.db, [callId], 25);
      expect(await callsOf(app)).toEqual([{ status: "settled", outcome: "unknown", credits: 25 }]);
      expect((await app.report(runId)).totals).toMatchObject({ creditsSpent: 25, creditsInSuspense: 0 });
      await expectInvariants(app.db, app.simulator);
    });
  });

  it.each([-1, 2.5, Number.NaN])("is not settled at %d credits", async (credits) => {
    await withTestApp({}, async (app) => {
      const { callId } = await inSuspense(app);
      await expect(settleCalls(app.db, [callId], credits)).rejects.toThrow(UsageError);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("is corrected by further postings where a person settles it again", async () => {
    await withTestApp({}, async (app) => {
      const { callId } = await inSuspense(app);
      const postings = () =>
        rowsOf(app, "select from_account, to_account, credits::int from credit_postings order by id");
      await settleCalls(app.db, [callId], 3);
      const before = await postings();
      await settleCalls(app.db, [callId], 25);
      expect(await postings()).toEqual([
        ...before,
        { from_account: "available", to_account: "spent", credits: 22 },
      ]);
      expect(await findSettleable(app.db, { kind: "call", call: callId })).toEqual([
        { call: callId, reserved: 25, settledAt: 25 },
      ]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("is found by its run, and among all, as long as it is in suspense", async () => {
    await withTestApp({}, async (app) => {
      const { callId, runId } = await inSuspense(app);
      const found = [{ call: callId, reserved: 25, settledAt: null }];
      expect(await findSettleable(app.db, { kind: "run", run: runId })).toEqual(found);
      expect(await findSettleable(app.db, { kind: "all" })).toEqual(found);
      expect(await findSettleable(app.db, { kind: "run", run: runId + 1 })).toEqual([]);
      await settleCalls(app.db, [callId], 0);
      expect(await findSettleable(app.db, { kind: "all" })).toEqual([]);
    });
  });

  it("is settled by its late answer, even after a person guessed otherwise", async () => {
    await withTestApp({}, async (app) => {
      const { callId, answer, store } = await inSuspense(app);
      await settleCalls(app.db, [callId], 3);
      await store.recordAnswer(callId, answer);
      expect(await callsOf(app)).toEqual([{ status: "settled", outcome: "answered", credits: 25 }]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("comes back free where it turns out to have been refused", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec());
      const { callId } = await open(hands);
      await hands.store.recordFailure(callId, lost);
      await hands.store.recordFailure(callId, { kind: "refused", error: new TryLater("wait", null) });
      expect(await callsOf(app)).toEqual([{ status: "settled", outcome: "refused", credits: 0 }]);
      await expectInvariants(app.db, app.simulator);
    });
  });
});

it.each([0, 4_711])("nothing else can be settled by hand: call %i", async (other) => {
  await withTestApp({}, async (app) => {
    const hands = await leaseWalk(app, parisSpec());
    const { callId } = await open(hands);
    await expect(settleCalls(app.db, [other === 0 ? callId : other], 1)).rejects.toThrow(UsageError);
    expect(await callsOf(app)).toMatchObject([{ status: "sent" }]);
  });
});

it("a call counts for the day and the month of its reservation in the zone of the limits", async () => {
  await withTestApp({}, async (app) => {
    const far = await leaseWalk(app, parisSpec(), { holder: "far" });
    const store = app.storeOf("far", { timeZone: "Pacific/Kiritimati" });
    await open({ ...far, store });
    const [row] = await rowsOf(
      app,
      `select day = (opened_at at time zone 'Pacific/Kiritimati')::date as day,
         month = to_char(opened_at at time zone 'Pacific/Kiritimati', 'YYYY-MM') as month from calls`,
    );
    expect(row).toEqual({ day: true, month: true });
    const full = app.storeOf("far", { timeZone: "Pacific/Kiritimati", dailyLimit: 0 });
    await app.store.recordFailure(1, lost);
    expect(await openNext({ ...far, store: full })).toMatchObject({ kind: "stop", reason: "daily_limit" });
  });
});

it("a call that is answered in another month is settled in the month of its reservation", async () => {
  await withTestApp({}, async (app) => {
    const hands = await leaseWalk(app, parisSpec());
    const { callId, answer } = await buy(app, hands);
    // As if the call had been opened in the last minute of January 2020.
    await app.db.pool.query("update calls set month = '2020-01', day = '2020-01-31'");
    await app.db.pool.query(
      "update budgets set key = case scope when 'month' then '2020-01' else '2020-01-31' end where scope in ('day', 'month')",
    );
    await hands.store.recordAnswer(callId, answer);
    expect(
      await rowsOf(
        app,
        "select key, spent, reserved from budgets where scope in ('day', 'month') order by key",
      ),
    ).toEqual([
      { key: "2020-01", spent: 25, reserved: 0 },
      { key: "2020-01-31", spent: 25, reserved: 0 },
    ]);
    await expectInvariants(app.db, app.simulator);
  });
});

it("an answer that is recorded again, because nobody heard of the first time, changes nothing", async () => {
  await withTestApp({}, async (app) => {
    const hands = await leaseWalk(app, parisSpec());
    const { callId, answer } = await buy(app, hands);
    const state = () =>
      rowsOf(
        app,
        "select c.xmin::text, k.xmin::text as key, c.answered_at from calls c cross join api_keys k",
      );
    await hands.store.recordAnswer(callId, answer);
    const before = await state();
    await hands.store.recordAnswer(callId, answer);
    expect(await state()).toEqual(before);
    await expectInvariants(app.db, app.simulator);
  });
});
