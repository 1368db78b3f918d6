import { randomUUID } from "node:crypto";
import type pg from "pg";
import { beforeEach, describe, expect, inject, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { prepareSearchIndexes, readSearchIndexes } from "../../src/database/search-indexes.ts";
import { bindQuery } from "../../src/query/named-queries.ts";
import { readQueries } from "../../src/query/store/read-named-queries.ts";
import { fillSmallStore } from "../query/store/small-store.ts";
import { openTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
const execute = (statement: string) => database.db.pool.query(statement);
const isThere = async () =>
  (await execute("select to_regclass('profile_search_trigrams') is not null as yes")).rows[0]?.yes;

beforeEach(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  return () => database.close();
});

/** Does the work as a user who owns the tables, as on a managed server, and no more. */
async function asOwner<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const role = `owner_${randomUUID().replaceAll("-", "")}`;
  const name = new URL(database.url).pathname.slice(1);
  await execute(`create role ${role} login password 'pw'`);
  await execute(`alter table profile_search owner to ${role}`);
  await execute(`grant usage, create on schema public to ${role}`);
  await execute(`revoke create on database ${name} from public`);
  // A server of ours lends its locks to the roles of its stores only.
  await execute(`grant execute on function pg_advisory_xact_lock(bigint) to ${role}`);
  const url = new URL(database.url);
  url.username = role;
  url.password = "pw";
  const db = openDatabase({ url: url.href, connections: 2, applicationName: "owner" });
  try {
    return await work(db);
  } finally {
    await db.close();
    await execute(`reassign owned by ${role} to current_user`);
    await execute(`drop owned by ${role}`);
    await execute(`drop role ${role}`);
  }
}

describe("the index for searches within texts", () => {
  it("is created once, also by several processes at the same time", async () => {
    expect(await readSearchIndexes(database.db)).toMatchObject({ ready: false });
    const [one, two] = await Promise.all([
      prepareSearchIndexes(database.db),
      prepareSearchIndexes(database.db),
    ]);
    expect([one, two]).toEqual([{ ready: true }, { ready: true }]);
    expect(await prepareSearchIndexes(database.db)).toEqual({ ready: true });
    expect(await readSearchIndexes(database.db)).toEqual({ ready: true });
    expect(await isThere()).toBe(true);
  });

  it("uses the extension in a schema of any name", async () => {
    await execute(`create schema "Odd schema"`);
    await execute(`create extension pg_trgm schema "Odd schema"`);
    expect(await prepareSearchIndexes(database.db)).toEqual({ ready: true });
  });

  it("is created by a user who owns the tables and may create in the database, as the extension is trusted", async () => {
    const made = await asOwner(async (db) => {
      const { rows } = await db.pool.query("select current_database() as name, current_user as role");
      await execute(`grant create on database ${rows[0]?.name} to ${rows[0]?.role}`);
      return prepareSearchIndexes(db);
    });
    expect(made).toEqual({ ready: true });
    expect(await isThere()).toBe(true);
  });

  it("is created without the right to create extensions if the extension exists", async () => {
    await execute("create extension pg_trgm");
    expect(await asOwner(prepareSearchIndexes)).toEqual({ ready: true });
  });

  it("is left out with advice if the extension is refused", async () => {
    const refused = await asOwner(prepareSearchIndexes);
    expect(refused).toMatchObject({
      ready: false,
      why: expect.stringContaining("`create extension pg_trgm`"),
    });
    expect(await isThere()).toBe(false);
  });

  it("is left out with advice if the server does not have the extension", async () => {
    const name = new URL(database.url).pathname.slice(1);
    await execute(`alter database ${name} set extension_control_path = '/nowhere'`);
    const db = openDatabase({ url: database.url, connections: 1, applicationName: "test" });
    const refused = await prepareSearchIndexes(db);
    await db.close();
    expect(refused).toMatchObject({ ready: false, why: expect.stringContaining("contrib") });
  });

  it("changes no result: the same people are found with and without it", async () => {
    await fillSmallStore(database.db);
    const without = await answers();
    await prepareSearchIndexes(database.db);
    // Few rows are read one by one for all that: only what is forbidden makes the index count.
    for (const way of ["enable_seqscan", "enable_indexscan", "enable_indexonlyscan"])
      await execute(`alter database ${new URL(database.url).pathname.slice(1)} set ${way} = off`);
    const db = openDatabase({ url: database.url, connections: 1, applicationName: "test" });
    const plan = await db.pool.query(
      "explain select from profile_search where title like containing('manager')",
    );
    expect(JSON.stringify(plan.rows)).toContain("profile_search_trigrams");
    expect(await answers(db.pool)).toEqual(without);
    await db.close();
  });
});

async function answers(pool: pg.Pool = database.db.pool): Promise<unknown[]> {
  const asked: [string, Record<string, string>][] = [
    ["title-place-skills", { title: "Produit" }],
    ["title-place-skills", { place: "france", skills: "SQL" }],
    ["years-in-role", { title: "manager" }],
    ["alumni", { school: "polytech" }],
  ];
  const found = await Promise.all(
    asked.map(async ([name, values]) => {
      const query = readQueries().find((one) => one.name === name) ?? expect.unreachable(name);
      const { sql, parameters } = bindQuery(query, new Map(Object.entries(values)), null);
      const { rows } = await pool.query<{ profile_id: string }>(sql, [...parameters]);
      return rows.map((row) => row.profile_id).sort();
    }),
  );
  expect(found.every((ids) => ids.length > 0)).toBe(true);
  return found;
}
