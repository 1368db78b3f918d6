import pg from "pg";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { UsageError } from "../../../src/domain/errors.ts";
import { readerUrl } from "../../../src/postgres/query/reader.ts";
import { runReadOnly } from "../../../src/postgres/query/run-read-only.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { seed } from "../views/seed.ts";

// The role belongs to the whole server, so that every test file names the same secret.
const SECRET = "a secret";
let database: TestDatabase;
const ask = (sql: string, parameters: readonly string[] = [], url = database.directUrl) =>
  runReadOnly(database.db, url, SECRET, sql, parameters);

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  await seed(database.db);
  return () => database.close();
});

/** Everything that a statement could have changed. */
async function footprint(): Promise<unknown> {
  const { rows } = await database.db.pool.query(
    `select (select count(*) from profiles) as people, (select count(*) from pg_largeobject_metadata) as objects,
       (select count(*) from pg_class where relnamespace = 'public'::regnamespace) as relations,
       (select rolpassword from pg_authid where rolname = 'sourcing_reader') as password,
       (select last_value from calls_id_seq) as calls`,
  );
  return rows;
}

const owner = () => new URL(database.url).username;

describe("SQL of people", () => {
  it.each([
    [
      "a block that resets the role, commits and deletes",
      () => "do $$ begin reset role; commit; delete from profiles; end $$",
    ],
    ["a block that commits", () => "do $$ begin commit; delete from profiles; end $$"],
    [
      "a block that turns read-only off",
      () => "do $$ begin set transaction read write; delete from profiles; end $$",
    ],
    [
      "a block that turns read-only off for what needs no privilege",
      () => "do $$ begin set transaction read write; perform lo_create(4711); commit; end $$",
    ],
    [
      "a block that changes the reader's own password",
      () => "do $$ begin set transaction read write; alter role sourcing_reader password 'x'; end $$",
    ],
    ["the owner's role", () => `set role ${owner()}`],
    ["the owner's session", () => `set session authorization ${owner()}`],
    ["the owner's role by a function", () => `select set_config('role', '${owner()}', false)`],
    ["a commit with something after it", () => "commit; delete from profiles"],
    ["something after a select", () => "select 1; delete from profiles"],
    ["a delete", () => "delete from profiles"],
    ["a delete within a WITH", () => "with gone as (delete from profiles returning 1) select * from gone"],
    ["a delete that is explained", () => "explain analyze delete from profiles"],
    ["a lock on rows", () => "select * from profiles for update"],
    ["a number of a sequence", () => "select nextval('calls_id_seq')"],
    ["a temporary table", () => "create temp table mine (a integer)"],
    ["a large object", () => "select lo_create(4711)"],
    ["a program on the server", () => "copy (select 1) to program 'true'"],
    ["a file written on the server", () => "copy (select 1) to '/tmp/sourcing-reader-test'"],
    ["a file read on the server", () => "select pg_read_file('/etc/hostname')"],
    ["a connection to elsewhere", () => "create extension dblink"],
    ["another schema", () => "select * from drizzle.__drizzle_migrations"],
    ["passwords", () => "select rolpassword from pg_authid"],
  ])("cannot get at %s", async (_, sql) => {
    await ask("select 1");
    const before = await footprint();
    await expect(ask(sql())).rejects.toThrow(UsageError);
    expect(await footprint()).toEqual(before);
  });

  it("is told that a query only reads", async () => {
    await expect(ask("delete from profiles")).rejects.toThrow(
      "`sourcing query` only reads: cannot execute DELETE in a read-only transaction",
    );
  });

  it.each([
    [
      "as parameters",
      (url: URL) => `${url.host}${url.pathname}?user=${url.username}&password=${url.password}`,
    ],
    [
      "twice",
      (url: URL) => `${url.username}:${url.password}@${url.host}${url.pathname}?user=${url.username}`,
    ],
  ])("runs as the reader where the owner stands in the address %s", async (_, addressOf) => {
    const url = `postgres://${addressOf(new URL(database.directUrl))}`;
    expect((await ask("select session_user, current_user", [], url)).rows).toEqual([
      ["sourcing_reader", "sourcing_reader"],
    ]);
  });

  it("keeps the rest of an address, that of a socket too", () => {
    const client = new pg.Client(
      readerUrl("postgres:///people?host=/run/postgresql&port=5433&user=owner", "s"),
    );
    const { user, host, port, database: name } = client;
    expect({ user, host, port, name }).toEqual({
      user: "sourcing_reader",
      host: "/run/postgresql",
      port: 5433,
      name: "people",
    });
    expect(readerUrl("postgres://owner:pw@db.example/people?sslmode=verify-full", "s")).not.toMatch(
      /owner|pw/,
    );
  });
});

describe("a mistake in SQL", () => {
  it.each([
    ["select full_nam\nfrom candidates", 'column "full_nam" does not exist (line 1, column 8)'],
    ["select '😀',\n  nope", 'column "nope" does not exist (line 2, column 3)'],
    ["select full_names from candidates", 'Perhaps you meant to reference the column "candidates.full_name"'],
    ["selec 1", 'syntax error at or near "selec" (line 1, column 1)'],
  ])("in %j is told in the words of the database, with the place and the hint", async (sql, words) => {
    await expect(ask(sql)).rejects.toThrow(words);
  });

  it("is told without what could move the cursor of a terminal", async () => {
    await expect(ask("select ('a' || chr(27) || '[31m')::integer")).rejects.toThrow('"a [31m"');
  });

  it.each(["", "commit", "copy (select 1) to stdout", "listen bell"])(
    "that gives no rows, %j, is told how to ask",
    async (sql) => {
      await expect(ask(sql)).rejects.toThrow("this gives no rows: write a SELECT");
    },
  );
});

describe("an answer", () => {
  it("keeps what JavaScript would lose: digits, days, units and bytes", async () => {
    const { rows } = await ask(
      String.raw`select 9007199254740993, 42::bigint, -5.20, array[1.10], 'infinity'::timestamptz, 'nan'::float8,
        '2026-01-31'::date, array['2026-01-31'::date], '2026-01-31 12:00'::timestamp, '1 day'::interval, '\x00ff'::bytea,
        array['a', null], '{"a": 1}'::jsonb`,
    );
    expect(rows).toEqual([
      [
        "9007199254740993",
        42,
        "-5.20",
        "{1.10}",
        "infinity",
        "NaN",
        "2026-01-31",
        "{2026-01-31}",
        "2026-01-31 12:00:00",
        "1 day",
        "\\x00ff",
        ["a", null],
        { a: 1 },
      ],
    ]);
  });

  it("counts days in UTC, whatever the server does", async () => {
    const { pathname } = new URL(database.url);
    await database.db.pool.query(`alter database ${pathname.slice(1)} set timezone to 'Europe/Paris'`);
    const { rows } = await ask("select first_seen_at::date from profiles where profile_id = 'bo'");
    expect(rows).toEqual([["2026-01-01"]]);
  });

  it("takes parameters as values, never as SQL", async () => {
    const { rows } = await ask("select $1::text", ["'; delete from profiles; --"]);
    expect(rows).toEqual([["'; delete from profiles; --"]]);
  });
});
