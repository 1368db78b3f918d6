import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { priceClassOf } from "../../../../src/credits/price-class.ts";
import type { Lease, OpenCallResult, WalkStore } from "../../../../src/runs/walk/walk-store.ts";
import type { Spec } from "../../../../src/specs/spec.ts";
import { LeaseLost, StoreRefused, StoreUnavailable } from "../../../../src/values/errors.ts";
import { expectInvariants } from "../../../support/invariants.ts";
import { NO_DETAIL, rowsOf } from "../../../support/leased-walk.ts";
import { type PgProxy, startPgProxy } from "../../../support/pg-proxy.ts";
import { specOf, type TestApp, withTestApp } from "../../../support/test-app.ts";

const CITIES = [
  ...["Paris, France", "Berlin, Germany", "London, United Kingdom", "New York, United States"],
  ...["Madrid, Spain", "Amsterdam, Netherlands", "Dublin, Ireland", "Toronto, Canada"],
];
const SPECS = CITIES.map((city, at) =>
  specOf(`city-${at}`, { job_title: ["Product Manager"], location: [city] }),
);

/** Walks of one run that one process works on, so that what it does at once is one group. */
async function leaseAll(
  app: TestApp,
  { budget = null, specs = SPECS }: { budget?: number | null; specs?: readonly Spec[] } = {},
): Promise<{ store: WalkStore; walks: { lease: Lease; spec: Spec }[] }> {
  const { rings } = await app.plan(specs, { budgetCredits: budget });
  const store = app.storeOf("one process");
  const walks: { lease: Lease; spec: Spec }[] = [];
  for (const [at, { walkId }] of rings.entries()) {
    const taken = await store.acquireLease(walkId);
    const spec = specs[at];
    if (taken.kind !== "taken" || spec === undefined) throw new Error(`the walk is ${taken.kind}`);
    await store.beginWalk(taken.lease);
    walks.push({ lease: taken.lease, spec });
  }
  return { store, walks };
}

const openFor = (store: WalkStore, { lease, spec }: { lease: Lease; spec: Spec }) =>
  store.openCall(lease, { priceClass: priceClassOf(spec.search), unapplied: null }, randomUUID());

function opened(result: OpenCallResult): { callId: number; page: number } {
  if (result.kind !== "open") throw new Error(`the call is to ${result.kind}`);
  return result;
}

/** The first call of a class goes alone, so it is bought before. */
async function buyFirst(app: TestApp, store: WalkStore, walk: { lease: Lease; spec: Spec }): Promise<void> {
  const { callId, page } = opened(await openFor(store, walk));
  const answer = await app.search.search({ search: walk.spec.search, page });
  await store.recordAnswer(callId, answer);
  await store.applyPage(walk.lease, callId, answer.page, NO_DETAIL);
}

/** How many transactions opened the calls: those of one have the same time. */
const OPENINGS =
  "select count(distinct opened_at)::integer as transactions, count(*)::integer as calls from calls where id > 1";

it("calls that are opened at once are one transaction, of as many statements as for one call", async () => {
  await withTestApp({}, async (app) => {
    const { store, walks } = await leaseAll(app);
    const [first, ...others] = walks;
    if (first === undefined) throw new Error("there is no walk");
    await buyFirst(app, store, first);
    const counted = await countStatements(app, () => Promise.all(others.map((walk) => openFor(store, walk))));
    expect(counted.result.map(({ kind }) => kind)).toEqual(others.map(() => "open"));
    expect(await rowsOf(app, OPENINGS)).toEqual([{ transactions: 1, calls: others.length }]);
    const alone = await countStatements(app, () => openFor(store, first));
    expect(counted.statements).toBe(alone.statements);
    const answers = counted.result.map(async (result, at) => {
      const { callId, page } = opened(result);
      return { callId, answer: await app.search.search({ search: others[at]?.spec.search ?? {}, page }) };
    });
    const all = await Promise.all(answers);
    const recorded = await countStatements(app, () =>
      Promise.all(all.slice(1).map(({ callId, answer }) => store.recordAnswer(callId, answer))),
    );
    const [last] = all;
    const recordedAlone = await countStatements(app, async () => {
      if (last !== undefined) await store.recordAnswer(last.callId, last.answer);
    });
    expect(recorded.statements).toBe(recordedAlone.statements);
  });
});

async function countStatements<Result>(
  app: TestApp,
  work: () => Promise<Result>,
): Promise<{ statements: number; result: Result }> {
  const client = await app.db.pool.connect();
  const proto = Object.getPrototypeOf(client);
  client.release();
  const { query } = proto;
  let statements = 0;
  proto.query = function (...asked: unknown[]) {
    statements += 1;
    return query.apply(this, asked);
  };
  try {
    return { result: await work(), statements };
  } finally {
    proto.query = query;
  }
}

it("a group opens no more calls than the budget has room for, whatever it held when the group was read", async () => {
  await withTestApp({}, async (app) => {
    // One page is bought. Three more may be in flight: if the price of two of them rose tenfold, the budget would hold it.
    const { store, walks } = await leaseAll(app, { budget: 525 });
    const [first, ...others] = walks;
    if (first === undefined) throw new Error("there is no walk");
    await buyFirst(app, store, first);
    const results = await Promise.all(others.map((walk) => openFor(store, walk)));
    expect(results.map(({ kind }) => kind).sort()).toEqual([
      ...["open", "open", "open"],
      ...others.slice(3).map(() => "wait"),
    ]);
    expect(
      await rowsOf(app, "select reserved + spent + suspense as booked from budgets where scope = 'run'"),
    ).toEqual([{ booked: 100 }]);
  });
});

it("a lease that is lost is the outcome of its own call, and changes nothing for the others of its group", async () => {
  await withTestApp({}, async (app) => {
    const { store, walks } = await leaseAll(app);
    const [first, lost, ...others] = walks;
    if (first === undefined || lost === undefined) throw new Error("there is no walk");
    await buyFirst(app, store, first);
    await rowsOf(app, "update walks set lease_token = lease_token + 1 where id = $1", [lost.lease.walkId]);
    const [outcome, ...rest] = await Promise.allSettled(
      [lost, ...others].map((walk) => openFor(store, walk)),
    );
    expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(LeaseLost) });
    expect(rest).toEqual(
      others.map(() => ({ status: "fulfilled", value: expect.objectContaining({ kind: "open" }) })),
    );
    expect(await rowsOf(app, OPENINGS)).toEqual([{ transactions: 1, calls: others.length }]);
  });
});

it("an answer that the database refuses harms no other answer and no opening of its group", async () => {
  await withTestApp({}, async (app) => {
    const { store, walks } = await leaseAll(app);
    const [first, second, ...others] = walks;
    if (first === undefined || second === undefined) throw new Error("there is no walk");
    await buyFirst(app, store, first);
    const [one, other] = [opened(await openFor(store, first)), opened(await openFor(store, second))];
    const answers = [
      await app.search.search({ search: first.spec.search, page: one.page }),
      await app.search.search({ search: second.spec.search, page: other.page }),
    ] as const;
    await rowsOf(
      app,
      `alter table calls add constraint poison check (id <> ${one.callId} or outcome is null)`,
    );
    const outcomes = await Promise.allSettled([
      store.recordAnswer(one.callId, answers[0]),
      store.recordAnswer(other.callId, answers[1]),
      ...others.map((walk) => openFor(store, walk)),
    ]);
    const [refused, ...rest] = outcomes;
    expect(refused).toMatchObject({ status: "rejected", reason: expect.any(StoreRefused) });
    expect(rest.map(({ status }) => status)).toEqual(rest.map(() => "fulfilled"));
    expect(await rowsOf(app, "select id::integer from calls where status = 'settled' order by id")).toEqual([
      { id: 1 },
      { id: other.callId },
    ]);
    await rowsOf(app, "alter table calls drop constraint poison");
    await store.recordAnswer(one.callId, answers[0]);
  });
});

it("the page after one that is not recorded is not opened", async () => {
  await withTestApp({}, async (app) => {
    const { store, walks } = await leaseAll(app);
    const [walk] = walks;
    if (walk === undefined) throw new Error("there is no walk");
    const { callId, page } = opened(await openFor(store, walk));
    const unapplied = {
      ...{ callId, page, profiles: 25, readable: 25, hasMore: true, nextPage: page + 1, broken: false },
      ...{ cutShort: false, suppressed: 0, newToPass: 0, newToStore: 0, mostNewToPass: 25, totalCount: null },
    };
    const request = { priceClass: priceClassOf(walk.spec.search), unapplied };
    expect(await store.openCall(walk.lease, request, randomUUID())).toEqual({ kind: "unrecorded" });
    const answer = await app.search.search({ search: walk.spec.search, page });
    // Both at once: the answer first, whichever was handed in first.
    const [next] = await Promise.all([
      store.openCall(walk.lease, request, randomUUID()),
      store.recordAnswer(callId, answer),
    ]);
    expect(next).toMatchObject({ kind: "open", page: page + 1 });
    expect(await rowsOf(app, "select count(distinct opened_at)::integer as openings from calls")).toEqual([
      { openings: 2 },
    ]);
  });
});

/** What the answers say is left, in the order in which they come, and by which of three calls; then what must be known. */
const BALANCES = [
  {
    answers: [
      { call: 1, left: 75 },
      { call: 2, left: 50 },
    ],
    known: 50,
  },
  {
    answers: [
      { call: 2, left: 75 },
      { call: 1, left: 50 },
    ],
    known: 50,
  },
  {
    answers: [
      { call: 2, left: 50 },
      { call: 1, left: 75 },
    ],
    known: 50,
  },
  {
    answers: [
      { call: 1, left: 50 },
      { call: 2, left: 75 },
    ],
    known: 75,
  },
  {
    answers: [
      { call: 3, left: 25 },
      { call: 1, left: 75 },
      { call: 2, left: 50 },
    ],
    known: 25,
  },
  {
    answers: [
      { call: 1, left: 25 },
      { call: 3, left: 75 },
      { call: 2, left: 50 },
    ],
    known: 50,
  },
];

it.each(BALANCES)(
  "answers of one group leave the balance that they would leave one by one: %j",
  async ({ answers, known }) => {
    const balanceAfter = (isGroup: boolean) =>
      withTestApp({}, async (app) => {
        const { store, walks } = await leaseAll(app, { specs: SPECS.slice(0, 4) });
        const [first, ...others] = walks;
        if (first === undefined) throw new Error("there is no walk");
        await buyFirst(app, store, first);
        const calls: { callId: number; answer: Awaited<ReturnType<typeof app.search.search>> }[] = [];
        for (const walk of others) {
          const { callId, page } = opened(await openFor(store, walk));
          calls.push({ callId, answer: await app.search.search({ search: walk.spec.search, page }) });
        }
        const record = ({ call, left }: { call: number; left: number }) => {
          const bought = calls[call - 1];
          if (bought === undefined) throw new Error("there is no such call");
          const { answer, callId } = bought;
          return store.recordAnswer(callId, { ...answer, page: { ...answer.page, balance: left } });
        };
        if (isGroup) await Promise.all(answers.map(record));
        else for (const answer of answers) await record(answer);
        const settled =
          "select count(distinct settled_at)::integer as transactions from calls where id > 1 and settled_at is not null";
        expect(await rowsOf(app, settled)).toEqual([{ transactions: isGroup ? 1 : answers.length }]);
        return rowsOf(app, "select balance::integer, balance_call_id::integer from api_keys");
      });
    const together = await balanceAfter(true);
    expect(together).toEqual(await balanceAfter(false));
    expect(together).toMatchObject([{ balance: known }]);
  },
);

it("a COMMIT of a group whose answer is lost is found out by each member, and books nothing twice", async () => {
  let link: PgProxy | undefined;
  const through = async (url: string) => {
    link = await startPgProxy(url);
    return link.url;
  };
  try {
    await withTestApp({ through, connections: 4 }, async (app) => {
      const { store, walks } = await leaseAll(app, { specs: SPECS.slice(0, 3) });
      const [first, second, third] = walks;
      if (first === undefined || second === undefined || third === undefined)
        throw new Error("there is no walk");
      await buyFirst(app, store, first);
      const { callId, page } = opened(await openFor(store, second));
      const answer = await app.search.search({ search: second.spec.search, page });
      link?.loseCommits("insert into call_bodies", 1);
      const attempt = randomUUID();
      const outcomes = await Promise.allSettled([
        store.recordAnswer(callId, answer),
        store.openCall(
          third.lease,
          { priceClass: priceClassOf(third.spec.search), unapplied: null },
          attempt,
        ),
      ]);
      expect(outcomes).toMatchObject([
        { status: "rejected", reason: expect.any(StoreUnavailable) },
        { status: "rejected", reason: expect.any(StoreUnavailable) },
      ]);
      await store.recordAnswer(callId, answer);
      await store.cancelReservation(third.lease, attempt);
      await store.applyPage(second.lease, callId, answer.page, NO_DETAIL);
      expect(
        await rowsOf(app, "select status, settled_by, credits::integer from calls where id > 1 order by id"),
      ).toEqual([
        { status: "settled", settled_by: "answer", credits: 25 },
        { status: "settled", settled_by: "never_sent", credits: 0 },
      ]);
      await expectInvariants(app.db, app.simulator);
    });
  } finally {
    await link?.close();
  }
});
