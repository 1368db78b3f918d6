import { expect, inject, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { countUnrefreshed, refreshNext, refreshSearch } from "../../../src/people/store/refresh-search.ts";
import { erasePeople } from "../../../src/privacy/store/erase-people.ts";
import { openTestDatabase } from "../../support/test-database.ts";

const PEOPLE = 450;

/** A store of people whose search text is that of rules that no longer hold. */
async function withFormerStore(use: (db: Database) => Promise<void>): Promise<void> {
  const { db, close } = await openTestDatabase(inject("postgresUrl"));
  try {
    await db.pool.query(`
      insert into profiles (profile_id, full_name, current_title, last_changed_at)
      select 'p-' || lpad(i::text, 4, '0'), 'Zoë ' || i, 'Head of “Growth”', '2026-01-01' from generate_series(1, ${PEOPLE}) as i;
      update profile_search set name = 'former', title = 'former', document = '';
      insert into search_refreshes default values`);
    await use(db);
  } finally {
    await close();
  }
}

async function countFound(db: Database): Promise<unknown> {
  const { rows } = await db.pool.query(
    `select count(*)::int as found from candidates
     where document @@ search_question('growth') and title_folded like containing('"growth"') and name_folded like 'zoe %'`,
  );
  return rows[0]?.found;
}

it("a refresh that was stopped goes on where it was, and changes nothing but the search text", async () => {
  await withFormerStore(async (db) => {
    expect(await countUnrefreshed(db)).toBe(PEOPLE);
    expect(await refreshSearch(db, { batches: 1 })).toBe(false);
    const done = await countFound(db);
    expect(done).toBe(200);
    expect(await countUnrefreshed(db)).toBe(PEOPLE - 200);
    const seen: number[] = [];
    expect(await refreshSearch(db, { onProgress: ({ people }) => seen.push(people) })).toBe(true);
    expect(seen).toEqual([400, 450]);
    expect(await countFound(db)).toBe(PEOPLE);
    expect(await countUnrefreshed(db)).toBe(0);
    const changed = await db.pool.query("select 1 from profiles where last_changed_at <> '2026-01-01'");
    expect(changed.rows).toEqual([]);
  });
});

it("several commands share a refresh, and a person who is stored meanwhile keeps what is newest", async () => {
  await withFormerStore(async (db) => {
    const change = () =>
      db.pool.query("update profiles set full_name = 'Zoë Newest' where profile_id = 'p-0300'");
    await Promise.all([refreshSearch(db), refreshSearch(db), change(), refreshSearch(db)]);
    expect(await countFound(db)).toBe(PEOPLE);
    const { rows } = await db.pool.query(
      "select people, finished_at is not null as finished from search_refreshes",
    );
    expect(rows).toEqual([{ people: PEOPLE, finished: true }]);
    const newest = await db.pool.query("select name from profile_search where profile_id = 'p-0300'");
    expect(newest.rows).toEqual([{ name: "zoe newest" }]);
  });
});

it("the position of a refresh is no trace of a person who is erased", async () => {
  await withFormerStore(async (db) => {
    await refreshNext(db);
    await db.transaction((tx) => erasePeople(tx, ["p-0200", "p-0199"]));
    const { rows } = await db.pool.query("select after_profile_id from search_refreshes");
    expect(rows).toEqual([{ after_profile_id: "p-0198" }]);
    expect(await refreshSearch(db)).toBe(true);
    expect(await countFound(db)).toBe(PEOPLE - 2);
  });
});
