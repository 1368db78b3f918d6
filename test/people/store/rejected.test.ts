import { describe, expect, inject, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { keysOfPerson } from "../../../src/people/identity/person-keys.ts";
import { suppressionDigests } from "../../../src/people/identity/suppression.ts";
import { parseProfile } from "../../../src/people/profile.ts";
import { reparse } from "../../../src/people/reparse/reparse.ts";
import { makeReparseStore } from "../../../src/people/store/make-reparse-store.ts";
import { makePageInserter, type PageInserter } from "../../support/insert-page.ts";
import { rowsOf } from "../../support/leased-walk.ts";
import { peopleOutOfOrder, storedPeople, tablesHolding } from "../../support/people.ts";
import { PEPPER } from "../../support/test-app.ts";
import { openTestDatabase } from "../../support/test-database.ts";
import { RAW, read } from "../profile-samples.ts";

async function withPages(use: (db: Database, pages: PageInserter) => Promise<void>): Promise<void> {
  const database = await openTestDatabase(inject("postgresUrl"));
  try {
    await use(database.db, await makePageInserter(database.db));
  } finally {
    await database.close();
  }
}

const rebuild = (db: Database) =>
  reparse(makeReparseStore(db, { pepper: PEPPER }), {
    restart: false,
    stopping: new AbortController().signal,
    onProgress() {},
  });

/** As a parser would have left it that could not read this profile. */
async function rejectOnceMore(db: Database, callId: number, position: number, raw: object): Promise<void> {
  await db.pool.query(
    "insert into rejected_profiles (call_id, position, path, reason, raw) values ($1, $2, 'profile', 'not understood then', $3)",
    [callId, position, JSON.stringify(raw)],
  );
}

const ada = (change: object) => ({ ...RAW, ...change });

describe("a profile that was rejected", () => {
  it("is stored once it can be read, with the dates of its call", async () => {
    await withPages(async (db, pages) => {
      const page = await pages.show([ada({ profile_id: "other" }), null, 7]);
      await page.apply();
      await db.pool.query("delete from rejected_profiles where position = 1");
      await rejectOnceMore(db, page.callId, 1, RAW);
      expect(await rebuild(db)).toMatchObject({ people: 2, recovered: 1 });
      expect((await storedPeople({ db })).get(RAW.profile_id)).toMatchObject({ headline: RAW.headline });
      const [row] = await rowsOf(
        { db },
        `select first_seen_at = answered_at as seen, last_changed_at = answered_at as changed, received_at = answered_at as received
         from profiles join sightings using (profile_id) join calls on calls.id = call_id
           join profile_versions v on v.id = version_id where profiles.profile_id = $1`,
        [RAW.profile_id],
      );
      expect(row).toEqual({ seen: true, changed: true, received: true });
      expect(await rowsOf({ db }, "select position from rejected_profiles")).toEqual([{ position: 2 }]);
      expect(await rebuild(db)).toMatchObject({ people: 2, recovered: 0, changed: 0 });
    });
  });

  it("takes its place between what was seen before and after", async () => {
    await withPages(async (db, pages) => {
      await (await pages.show([ada({ headline: "first", location: "Rome" })])).apply();
      const middle = await pages.show([null, ada({ headline: "third", skills: ["Go"] })]);
      await middle.apply();
      await (await pages.show([ada({ headline: "last", location: null, skills: null })])).apply();
      await db.pool.query("delete from rejected_profiles");
      await rejectOnceMore(
        db,
        middle.callId,
        0,
        ada({ headline: "second", location: "Oslo", skills: ["Rust"] }),
      );
      expect(await rebuild(db)).toMatchObject({ recovered: 1 });
      expect((await storedPeople({ db })).get(RAW.profile_id)).toMatchObject({
        headline: "last",
        location: RAW.location,
        skills: ["Go"],
      });
      expect(await peopleOutOfOrder({ db })).toEqual([]);
    });
  });

  it.each([true, false])(
    "does not come back of somebody who asked to be forgotten (bytes kept: %s)",
    async (kept) => {
      await withPages(async (db, pages) => {
        const page = await pages.show([null]);
        await page.apply();
        await db.pool.query("delete from rejected_profiles");
        await rejectOnceMore(db, page.callId, 0, RAW);
        if (!kept) await db.pool.query("delete from call_bodies");
        for (const { kind, digest } of suppressionDigests(PEPPER, keysOfPerson(read()))) {
          await db.pool.query("insert into suppressions (kind, digest) values ($1, $2)", [kind, digest]);
        }
        expect(await rebuild(db)).toMatchObject({ people: 0, recovered: 0 });
        expect(await tablesHolding({ db }, RAW.profile_id)).toEqual([]);
        expect(parseProfile(RAW, 0).kind).toBe("profile");
      });
    },
  );
});
