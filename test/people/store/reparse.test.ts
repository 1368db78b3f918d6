import fc from "fast-check";
import { describe, expect, inject, it, vi } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { reparse } from "../../../src/people/reparse/reparse.ts";
import { makeReparseStore } from "../../../src/people/store/make-reparse-store.ts";
import { StoreUnavailable } from "../../../src/values/errors.ts";
import { makePageInserter, type PageInserter } from "../../support/insert-page.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { BERLIN, PARIS, rowsOf } from "../../support/leased-walk.ts";
import { peopleOutOfOrder, storedPeople } from "../../support/people.ts";
import { PEPPER, specOf, withTestApp } from "../../support/test-app.ts";
import { openTestDatabase } from "../../support/test-database.ts";
import { details, rawProfiles } from "../profile-arbitraries.ts";
import { RAW } from "../profile-samples.ts";

interface Shown {
  readonly db: Database;
  readonly pages: PageInserter;
}

async function withPages(use: (shown: Shown) => Promise<void>): Promise<void> {
  const database = await openTestDatabase(inject("postgresUrl"));
  try {
    await use({ db: database.db, pages: await makePageInserter(database.db) });
  } finally {
    await database.close();
  }
}

const rebuild = (db: Database, restart = false) =>
  reparse(makeReparseStore(db, { pepper: PEPPER }), {
    restart,
    stopping: new AbortController().signal,
    onProgress() {},
  });

const SPOIL = [
  "update profiles set headline = null, location = 'Nowhere', skills = '{}', experiences = '[]', full_name = 'Nobody'",
  "update contacts set status = 'spoilt'",
  "insert into contacts (profile_id, kind, value) select profile_id, 'email', 'misread@example.com' from profiles",
  "update profile_versions set current_title = 'spoilt', open_to_work = not open_to_work, job_changed = true",
];

async function spoil(db: Database): Promise<void> {
  for (const statement of SPOIL) await db.pool.query(statement);
}

/** Everything that is made of versions, but for the dates of changes. */
async function derived(db: Database): Promise<unknown> {
  const read = async (query: string) => (await db.pool.query(query)).rows;
  return {
    profiles: await read(
      "select to_jsonb(p) - 'last_changed_at' - 'change_id' as row from profiles p order by profile_id",
    ),
    contacts: await read("select to_jsonb(c) - 'first_seen_at' as row from contacts c order by 1"),
    versions: await read("select to_jsonb(v) as row from profile_versions v order by id"),
    search: await read("select to_jsonb(s) as row from profile_search s order by profile_id"),
  };
}

/** What a row's last writer was, for every row that a rebuilding could write. */
const writers = (db: Database) =>
  rowsOf(
    { db },
    `select 'p' as t, profile_id as id, xmin::text from profiles union all
     select 'v', id::text, xmin::text from profile_versions union all
     select 'c', profile_id || kind || value, xmin::text from contacts union all
     select 's', profile_id, xmin::text from profile_search order by 1, 2`,
  );

const manyPeople = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...RAW, profile_id: `person-${index}` }));

describe("rebuilding people from their versions", () => {
  it("gives what applying page by page gave, in whatever order pages came", async () => {
    await withPages(async ({ db, pages }) => {
      const histories = fc.array(
        fc.record({
          raws: fc.array(fc.tuple(fc.nat(3), rawProfiles), { maxLength: 5 }),
          detail: details,
          late: fc.nat(9),
        }),
        { minLength: 2, maxLength: 6 },
      );
      let round = 0;
      await fc.assert(
        fc.asyncProperty(histories, async (shown) => {
          round += 1;
          const bought = [];
          for (const { raws, detail, late } of shown) {
            const people = raws.map(([person, raw]) => ({ ...raw, profile_id: `${round}-${person}` }));
            bought.push({ late, page: await pages.show(people, detail) });
          }
          for (const { page } of bought.sort((a, b) => a.late - b.late)) await page.apply();
          const before = await writers(db);
          expect(await rebuild(db)).toMatchObject({ changed: 0, finished: true });
          expect(await writers(db)).toEqual(before);
        }),
        { numRuns: 12 },
      );
      const before = await derived(db);
      await spoil(db);
      const { people, changed } = await rebuild(db);
      expect(changed).toBe(people);
      expect(await derived(db)).toEqual(before);
      expect(await peopleOutOfOrder({ db })).toEqual([]);
    });
  });

  it("writes only who differs, with the time of now, and leaves the dates of first sight", async () => {
    await withPages(async ({ db, pages }) => {
      await (
        await pages.show([
          { ...RAW, emails: ["a@example.com"] },
          { ...RAW, profile_id: "other" },
        ])
      ).apply();
      await (await pages.show([{ ...RAW, emails: ["b@example.com"] }])).apply();
      const dates = `select p.profile_id, p.first_seen_at, value, c.first_seen_at as contact_seen_at
        from profiles p left join contacts c using (profile_id) order by 1, 3`;
      const before = await rowsOf({ db }, dates);
      await db.pool.query("update profiles set headline = 'spoilt' where profile_id = $1", [RAW.profile_id]);
      await db.pool.query("delete from contacts where value = 'a@example.com'");
      await db.pool.query("insert into contacts (profile_id, kind, value) values ($1, 'phone', '0')", [
        RAW.profile_id,
      ]);
      expect(await rebuild(db)).toMatchObject({ people: 2, changed: 1 });
      expect(await rowsOf({ db }, dates)).toEqual(before);
      const changedNow = "select profile_id from profiles where last_changed_at > now() - interval '1 hour'";
      expect(await rowsOf({ db }, changedNow)).toEqual([{ profile_id: RAW.profile_id }]);
      const settled = await writers(db);
      expect(await rebuild(db)).toMatchObject({ people: 2, changed: 0 });
      expect(await writers(db)).toEqual(settled);
    });
  });

  it("leaves somebody alone of whom no version is kept, or none can be read", async () => {
    await withPages(async ({ db, pages }) => {
      await (await pages.show(manyPeople(2))).apply();
      await db.pool.query("delete from sightings where profile_id = 'person-0'");
      await db.pool.query(
        `update profile_versions set raw = '{"profile_id":7}' where profile_id = 'person-1'`,
      );
      const before = await storedPeople({ db });
      expect(await rebuild(db)).toMatchObject({ people: 2, changed: 0 });
      expect(await storedPeople({ db })).toEqual(before);
    });
  });

  it("is carried on where it was killed, without reading anybody twice, and begins anew when told", async () => {
    await withPages(async ({ db, pages }) => {
      await (await pages.show(manyPeople(1_200))).apply();
      await spoil(db);
      const store = makeReparseStore(db, { pepper: PEPPER });
      const begun = await store.begin(false);
      expect(await store.rebuildNext(begun.id)).toMatchObject({ people: 500, changed: 500, finished: false });
      const dying: Database = {
        ...db,
        transaction: (work) =>
          db.transaction(async (tx) => {
            await work(tx);
            throw new StoreUnavailable("killed");
          }),
      };
      await expect(makeReparseStore(dying, { pepper: PEPPER }).rebuildNext(begun.id)).rejects.toThrow(
        "killed",
      );
      expect((await rowsOf({ db }, "select 1 from profiles where headline is null")).length).toBe(700);
      const carried = await rebuild(db);
      expect(carried).toMatchObject({ id: begun.id, people: 1_200, changed: 1_200, readNow: 700 });
      expect(await peopleOutOfOrder({ db })).toEqual([]);
      const half = await store.begin(false);
      await store.rebuildNext(half.id);
      expect(await rebuild(db, true)).toMatchObject({
        id: half.id + 1,
        people: 1_200,
        readNow: 1_200,
        changed: 0,
      });
      expect((await store.begin(false)).id).toBe(half.id + 2);
    });
  });

  it("is shared by two commands at once", async () => {
    await withPages(async ({ db, pages }) => {
      await (await pages.show(manyPeople(2_600))).apply();
      await spoil(db);
      await makeReparseStore(db, { pepper: PEPPER }).begin(false);
      const [one, other] = await Promise.all([rebuild(db), rebuild(db)]);
      expect([one.id, one.people, one.changed]).toEqual([other.id, 2_600, 2_600]);
      expect(await peopleOutOfOrder({ db })).toEqual([]);
    });
  });

  it("waits for somebody who is being erased, and does not bring them back", async () => {
    await withPages(async ({ db, pages }) => {
      await (await pages.show(manyPeople(2))).apply();
      await spoil(db);
      const erasure = await db.pool.connect();
      await erasure.query("begin");
      await erasure.query("select pg_advisory_xact_lock(2, 0)");
      const rebuilding = rebuild(db);
      await vi.waitUntil(async () => {
        const waiting =
          "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())";
        return (await rowsOf({ db }, waiting)).length > 0;
      }, 30_000);
      await erasure.query("delete from profiles where profile_id = 'person-0'");
      await erasure.query("commit");
      erasure.release();
      expect(await rebuilding).toMatchObject({ people: 2, changed: 1 });
      expect([...(await storedPeople({ db })).keys()]).toEqual(["person-1"]);
    });
  });

  it("runs beside walks that store pages of the same people", async () => {
    await withTestApp({ connections: 20 }, async (app) => {
      const specs = [PARIS, BERLIN].flatMap((search) =>
        [1, 2, 3].map((n) =>
          specOf(`s${n}-${search.location[0]?.slice(0, 3).toLowerCase()}`, {
            ...search,
            detailed_experience: n === 2,
          }),
        ),
      );
      await app.run(specs, { maxPages: 2 });
      app.simulator.setDay(200);
      await spoil(app.db);
      let isOver = false;
      const walking = app.run(specs, { maxPages: 4, restart: true }, { concurrency: 6 }).finally(() => {
        isOver = true;
      });
      while (!isOver) await rebuild(app.db);
      await walking;
      await rebuild(app.db, true);
      expect(await peopleOutOfOrder(app)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });
});
