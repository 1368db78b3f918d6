import { randomUUID } from "node:crypto";
import { priceClassOf } from "../../src/credits/price-class.ts";
import type { SearchAnswer } from "../../src/leonar/profile-search.ts";
import type { NewRun } from "../../src/runs/store/create-run.ts";
import type { Lease, WalkStore } from "../../src/runs/walk/walk-store.ts";
import type { Spec } from "../../src/specs/spec.ts";
import { specOf, type TestApp } from "./test-app.ts";

/** A search with some pages, in Paris. */
export const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };

/** What these searches ask for. */
export const NO_DETAIL = { experiences: false, educations: false };

/** One with other people. */
export const BERLIN = { job_title: ["Product Manager"], location: ["Berlin, Germany"] };

export const parisSpec = (settings: object = {}): Spec => specOf("paris", PARIS, settings);
export const berlinSpec = (settings: object = {}): Spec => specOf("berlin", BERLIN, settings);

/** A walk that the test walks by itself, step by step. */
export interface LeasedTestWalk {
  readonly runId: number;
  readonly lease: Lease;
  readonly spec: Spec;
  readonly store: WalkStore;
}

/** Makes a run of one spec and takes its walk, as a process of that name. */
export async function leaseWalk(
  app: TestApp,
  spec: Spec,
  { holder = "hands", run = {} }: { holder?: string; run?: Partial<NewRun> } = {},
): Promise<LeasedTestWalk> {
  const { runId, rings } = await app.plan([spec], run);
  const [ring] = rings;
  if (ring === undefined) throw new Error("the run has no walk");
  const store = app.storeOf(holder);
  const taken = await store.acquireLease(ring.walkId);
  if (taken.kind !== "taken") throw new Error(`the walk is ${taken.kind}`);
  await store.beginWalk(taken.lease);
  return { runId, lease: taken.lease, spec, store };
}

export const openNext = ({ store, lease, spec }: LeasedTestWalk) =>
  store.openCall(lease, { priceClass: priceClassOf(spec.search), unapplied: null }, randomUUID());

/** Opens the next call; gives its id and its page. */
export async function open(hands: LeasedTestWalk): Promise<{ callId: number; page: number }> {
  const opened = await openNext(hands);
  if (opened.kind !== "open") throw new Error(`the call is to ${opened.kind}`);
  return opened;
}

/** Opens the next call and has it answered; the answer is not recorded. */
export async function buy(
  app: TestApp,
  hands: LeasedTestWalk,
): Promise<{ callId: number; answer: SearchAnswer }> {
  const { callId, page } = await open(hands);
  return { callId, answer: await app.search.search({ search: hands.spec.search, page }) };
}

/** Buys the next page and stores it. */
export async function buyAndStore(app: TestApp, hands: LeasedTestWalk): Promise<void> {
  const { callId, answer } = await buy(app, hands);
  await hands.store.recordAnswer(callId, answer);
  await hands.store.applyPage(hands.lease, callId, answer.page, NO_DETAIL);
}

/** Every lease runs out, as if their holders had been frozen for a minute. */
export async function letLeasesExpire(app: TestApp): Promise<void> {
  await app.db.pool.query(
    "update walks set lease_until = now() - interval '1 second' where lease_until is not null",
  );
}

/** The rows of a query. */
export async function rowsOf(
  app: Pick<TestApp, "db">,
  query: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  return (await app.db.pool.query(query, values)).rows;
}
