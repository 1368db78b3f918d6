import { expect, it } from "vitest";
import { suppressionDigests } from "../../../../src/people/identity/suppression.ts";
import type { SearchPage } from "../../../../src/people/search-page.ts";
import type { Lease, WalkStore } from "../../../../src/runs/walk/walk-store.ts";
import type { Spec } from "../../../../src/specs/spec.ts";
import { LeaseLost, PageOutOfOrder, StoreRefused } from "../../../../src/values/errors.ts";
import { expectInvariants } from "../../../support/invariants.ts";
import { buy, leaseWalk, NO_DETAIL, parisSpec, rowsOf } from "../../../support/leased-walk.ts";
import { peopleOutOfOrder, storedPeople } from "../../../support/people.ts";
import { PEPPER, specOf, type TestApp, withTestApp } from "../../../support/test-app.ts";

const MANAGERS = { job_title: ["Product Manager"] };
const CITIES = ["Paris, France", "Berlin, Germany", "London, United Kingdom", "Madrid, Spain"];
const APART = CITIES.map((city, at) => specOf(`city-${at}`, { ...MANAGERS, location: [city] }));

interface Recorded {
  readonly lease: Lease;
  readonly callId: number;
  readonly page: SearchPage;
}

/** The first page of each search, recorded and not applied, all by one process. */
async function recordAll(
  app: TestApp,
  specs: readonly Spec[],
): Promise<{ store: WalkStore; pages: readonly Recorded[] }> {
  const store = app.storeOf("one process");
  const pages: Recorded[] = [];
  for (const spec of specs) {
    const hands = { ...(await leaseWalk(app, spec, { holder: "one process" })), store };
    const { callId, answer } = await buy(app, hands);
    await store.recordAnswer(callId, answer);
    pages.push({ lease: hands.lease, callId, page: answer.page });
  }
  return { store, pages };
}

const apply = (store: WalkStore, { lease, callId, page }: Recorded) =>
  store.applyPage(lease, callId, page, NO_DETAIL);

/** How many pages each transaction applied, in the order of their calls. */
async function transactions(app: TestApp): Promise<unknown[]> {
  const rows = await rowsOf(
    app,
    `select array_agg(id::integer order by id) as calls from calls where applied_at is not null
     group by applied_at order by min(id)`,
  );
  return rows.map(({ calls }) => calls);
}

/** Everything that applying pages writes, without times and ids of versions. */
async function everythingStored(app: TestApp): Promise<unknown> {
  return Promise.all([
    rowsOf(
      app,
      "select to_jsonb(p) - '{first_seen_at,last_changed_at,change_id}'::text[] as row from profiles p order by profile_id",
    ),
    rowsOf(app, "select to_jsonb(s) - 'profile_id' as row from profile_search s order by profile_id"),
    rowsOf(
      app,
      "select s.call_id, position, s.profile_id, v.hash, s.seen_at = c.answered_at as is_timed from sightings s join profile_versions v on v.id = s.version_id join calls c on c.id = s.call_id order by 1, 2",
    ),
    rowsOf(
      app,
      "select profile_id, hash, call_id, received_at = (select answered_at from calls where calls.id = v.call_id) as is_timed from profile_versions v order by 1, 2",
    ),
    rowsOf(app, "select profile_id, kind, value from contacts order by 1, 2, 3"),
    rowsOf(app, "select id, profiles_new, profiles_changed, profiles_unchanged from calls order by id"),
    rowsOf(app, "select id, pages, profiles_seen, profiles_new, people_repeated from walks order by id"),
    rowsOf(app, "select id, next_page, end_reason, pages_without_newcomers from passes order by id"),
  ]);
}

it("pages that wait are applied in one transaction, and store what they would store one by one", async () => {
  const storedBy = (isGroup: boolean) =>
    withTestApp({}, async (app) => {
      const { store, pages } = await recordAll(app, APART);
      if (isGroup) await Promise.all(pages.map((page) => apply(store, page)));
      else for (const page of pages) await apply(store, page);
      expect(await transactions(app)).toEqual(isGroup ? [[1, 2, 3, 4]] : [[1], [2], [3], [4]]);
      expect(await peopleOutOfOrder(app)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
      return everythingStored(app);
    });
  expect(await storedBy(true)).toEqual(await storedBy(false));
});

it("pages that show one person go one after the other, so that each knows what the one before has stored", async () => {
  await withTestApp({}, async (app) => {
    // The same search twice, under two names: everybody is on both pages.
    const { store, pages } = await recordAll(app, [
      specOf("one", { ...MANAGERS, location: [CITIES[0]] }),
      specOf("two", { ...MANAGERS, location: [CITIES[0]] }, { maxPages: 3 }),
      specOf("apart", { ...MANAGERS, location: [CITIES[1]] }),
    ]);
    await Promise.all(pages.map((page) => apply(store, page)));
    expect(await transactions(app)).toEqual([[1, 3], [2]]);
    expect(
      await rowsOf(app, "select profiles_new as new, profiles_unchanged as unchanged from calls order by id"),
    ).toEqual([
      { new: 25, unchanged: 0 },
      { new: 0, unchanged: 25 },
      { new: 25, unchanged: 0 },
    ]);
    expect(await rowsOf(app, "select from profile_versions")).toHaveLength(50);
  });
});

it("a lease that is lost is the outcome of its own page, and changes nothing for the others of its group", async () => {
  await withTestApp({}, async (app) => {
    const { store, pages } = await recordAll(app, APART);
    await rowsOf(app, "update walks set lease_token = lease_token + 1 where id = $1", [
      pages[1]?.lease.walkId,
    ]);
    const outcomes = await Promise.allSettled(pages.map((page) => apply(store, page)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: expect.any(LeaseLost) });
    expect(await transactions(app)).toEqual([[1, 3, 4]]);
    expect((await storedPeople(app)).size).toBe(75);
  });
});

it("a page that the database refuses harms no other page of its group", async () => {
  await withTestApp({}, async (app) => {
    const { store, pages } = await recordAll(app, APART);
    await rowsOf(app, "alter table sightings add constraint poison check (call_id <> 3)");
    const outcomes = await Promise.allSettled(pages.map((page) => apply(store, page)));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[2]).toMatchObject({ reason: expect.any(StoreRefused) });
    expect((await storedPeople(app)).size).toBe(75);
  });
});

it("a page that shows a suppressed person is applied alone, and nothing of the person is stored", async () => {
  await withTestApp({}, async (app) => {
    const [id = ""] = app.simulator.search({ ...MANAGERS, location: [CITIES[1] ?? ""] });
    const digests = suppressionDigests(PEPPER, [{ kind: "profile_id", value: id }]);
    for (const { kind, digest } of digests)
      await rowsOf(app, "insert into suppressions (kind, digest) values ($1, $2)", [kind, digest]);
    const { store, pages } = await recordAll(app, APART);
    await Promise.all(pages.map((page) => apply(store, page)));
    expect(await transactions(app)).toEqual([[1, 3, 4], [2]]);
    expect((await storedPeople(app)).has(id)).toBe(false);
    expect(await rowsOf(app, "select profiles_suppressed as suppressed from calls where id = 2")).toEqual([
      { suppressed: 1 },
    ]);
  });
});

it("a page is not applied before an earlier one of its pass that is recorded", async () => {
  await withTestApp({}, async (app) => {
    const hands = await leaseWalk(app, parisSpec());
    const first = await buy(app, hands);
    // The answer is late: its call is in suspense, and the page was bought again.
    await rowsOf(app, "update calls set status = 'suspense', outcome = 'unknown'");
    const second = await buy(app, hands);
    await hands.store.recordAnswer(second.callId, second.answer);
    await hands.store.recordAnswer(first.callId, first.answer);
    const applySecond = () =>
      hands.store.applyPage(hands.lease, second.callId, second.answer.page, NO_DETAIL);
    await expect(applySecond()).rejects.toThrow(PageOutOfOrder);
    await hands.store.applyPage(hands.lease, first.callId, first.answer.page, NO_DETAIL);
    await applySecond();
    expect(await transactions(app)).toEqual([[1], [2]]);
  });
});
