import { describe, expect, it } from "vitest";
import type { SearchAnswer } from "../../../src/leonar/profile-search.ts";
import { KeyRejected, OutOfCredits } from "../../../src/values/errors.ts";
import {
  berlinSpec,
  buyAndStore,
  type LeasedTestWalk,
  leaseWalk,
  open,
  openNext,
  parisSpec,
  rowsOf,
} from "../../support/leased-walk.ts";
import { specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const london = specOf("london", { location: ["London, United Kingdom"] });

/** Three walks side by side, of a key that has bought before. */
async function threeWalks(app: TestApp): Promise<[LeasedTestWalk, LeasedTestWalk, LeasedTestWalk]> {
  const hands = [
    await leaseWalk(app, parisSpec()),
    await leaseWalk(app, berlinSpec()),
    await leaseWalk(app, london),
  ] as const;
  await buyAndStore(app, hands[0]);
  return [...hands];
}

/** A page's answer that says whatever the test wants. */
async function answerOf(
  app: TestApp,
  hands: LeasedTestWalk,
  said: Partial<SearchAnswer["page"]> = {},
): Promise<SearchAnswer> {
  const answer = await app.search.search({ search: hands.spec.search, page: 2 });
  return { ...answer, page: { ...answer.page, ...said } };
}

/** Returns once a transaction of this database waits for a lock. */
async function untilOneWaits(app: TestApp): Promise<void> {
  const waiting =
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await expect.poll(async () => (await rowsOf(app, waiting)).length, { timeout: 30_000 }).toBeGreaterThan(0);
}

describe("an answer to a call that was under way when another was refused", () => {
  it.each([
    ["key_rejected", new KeyRejected("the key is not valid")],
    ["out_of_credits", new OutOfCredits("nothing is left", 0)],
  ])("does not let walks go on that stop at %s", async (reason, error) => {
    await withTestApp({}, async (app) => {
      const [first, second, third] = await threeWalks(app);
      const [early, refused] = [await open(first), await open(second)];
      await second.store.recordFailure(refused.callId, { kind: "refused", error });
      await first.store.recordAnswer(early.callId, await answerOf(app, first));
      expect(await openNext(third)).toMatchObject({ kind: "stop", reason });
    });
  });

  it.each([
    ["key_rejected", new KeyRejected("the key is not valid")],
    ["out_of_credits", new OutOfCredits("nothing is left", 0)],
  ])(
    "does not take back a refusal (%s) that waited for the ledger while its call was opened",
    async (reason, error) => {
      await withTestApp({}, async (app) => {
        const [first, second, third] = await threeWalks(app);
        const [late, refused] = [await open(first), await open(second)];
        const ledger = await app.db.pool.connect();
        let recording: Promise<void>;
        try {
          await ledger.query("begin");
          await ledger.query("select from ledger_state for update");
          recording = second.store.recordFailure(refused.callId, { kind: "refused", error });
          await untilOneWaits(app);
          await ledger.query("update calls set opened_at = clock_timestamp() where id = $1", [late.callId]);
        } finally {
          await ledger.query("commit");
          ledger.release();
        }
        await recording;
        await first.store.recordAnswer(late.callId, await answerOf(app, first));
        expect(await openNext(third)).toMatchObject({ kind: "stop", reason });
      });
    },
  );

  it("does not keep a person from trying the key again, and one success frees it", async () => {
    await withTestApp({}, async (app) => {
      const [first, second] = await threeWalks(app);
      const refused = await open(first);
      const error = new KeyRejected("the key is not valid");
      await first.store.recordFailure(refused.callId, { kind: "refused", error });
      expect(await openNext(second)).toMatchObject({ kind: "stop", reason: "key_rejected" });
      const again = await leaseWalk(app, specOf("again", { location: ["Paris, France"] }));
      await buyAndStore(app, again);
      expect(await openNext(second)).toMatchObject({ kind: "open" });
    });
  });
});

describe("the balance floor", () => {
  it("holds where an older call is charged after the one whose answer named the balance", async () => {
    await withTestApp({ rules: { minBalance: 60 } }, async (app) => {
      const [first, second, third] = await threeWalks(app);
      const [older, newer] = [await open(first), await open(second)];
      const of = (balance: number) => ({ creditsConsumed: 25, balance });
      await second.store.recordAnswer(newer.callId, await answerOf(app, second, of(100)));
      await first.store.recordAnswer(older.callId, await answerOf(app, first, of(75)));
      expect(await openNext(third)).toMatchObject({ kind: "stop", reason: "balance_floor" });
    });
  });

  it("counts every call under way, whenever it was opened", async () => {
    await withTestApp({ rules: { minBalance: 60 } }, async (app) => {
      const [first, second, third] = await threeWalks(app);
      const [, newer] = [await open(first), await open(second)];
      const said = { creditsConsumed: 25, balance: 100 };
      await second.store.recordAnswer(newer.callId, await answerOf(app, second, said));
      expect(await openNext(third)).toEqual({ kind: "wait" });
    });
  });

  it("does not take the higher balance of an older answer for a top-up", async () => {
    await withTestApp({ rules: { minBalance: 60 } }, async (app) => {
      const [first, second, third] = await threeWalks(app);
      const [older, newer] = [await open(first), await open(second)];
      const of = (balance: number) => ({ creditsConsumed: 25, balance });
      await second.store.recordAnswer(newer.callId, await answerOf(app, second, of(80)));
      await first.store.recordAnswer(older.callId, await answerOf(app, first, of(105)));
      expect(await openNext(third)).toMatchObject({ kind: "stop", reason: "balance_floor" });
    });
  });
});

describe("a price that has risen", () => {
  it.each([
    ["a limit of the day", { dailyLimit: 1_000 }, undefined],
    ["the floor of the balance", { minBalance: 100 }, 975],
  ])("counts for every call of its class in flight against %s", async (_, rules, balance) => {
    await withTestApp({ rules }, async (app) => {
      const [first, second, third] = await threeWalks(app);
      const [dear] = [await open(first), await open(second)];
      const said = { creditsConsumed: 100, ...(balance === undefined ? {} : { balance }) };
      await first.store.recordAnswer(dear.callId, await answerOf(app, first, said));
      // 875 credits are left: enough for ten times the 25 that were reserved, and not for ten times 100.
      expect(await openNext(third)).toEqual({ kind: "wait" });
    });
  });
});

describe("a class of searches that was never bought", () => {
  const revealing = specOf("revealing", { location: ["Berlin, Germany"], reveal_info: true });

  it("has its first call alone, and nobody else opens one meanwhile", async () => {
    await withTestApp({}, async (app) => {
      const [first, second] = await threeWalks(app);
      const other = await leaseWalk(app, revealing);
      const { callId } = await open(first);
      expect(await openNext(other)).toEqual({ kind: "wait" });
      await first.store.recordAnswer(callId, await answerOf(app, first));
      await open(other);
      expect(await openNext(second)).toEqual({ kind: "wait" });
    });
  });
});
