import pg from "pg";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { loginAddress } from "../../../src/database/roles/login-address.ts";
import { runReadOnly } from "../../../src/query/store/run-read-only.ts";
import { ask, homeOf } from "../../support/ask.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { seed } from "../views/seed.ts";

let database: TestDatabase;
const query = (sql: string, more: Parameters<typeof ask>[2] = {}) => ask(homeOf(database), sql, more);

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  await seed(database.db);
  return () => database.close();
});

describe("the reader", () => {
  it.each([
    [
      "as parameters",
      (url: URL) => `${url.host}${url.pathname}?user=${url.username}&password=${url.password}`,
    ],
    [
      "twice",
      (url: URL) => `${url.username}:${url.password}@${url.host}${url.pathname}?user=${url.username}`,
    ],
  ])("logs in by itself where the owner stands in the address %s", async (_, addressOf) => {
    const url = `postgres://${addressOf(new URL(database.directUrl))}`;
    const { rows } = await ask({ ...homeOf(database), url }, "select session_user, current_user");
    expect(rows).toEqual([["sourcing_reader", "sourcing_reader"]]);
  });

  it("keeps the rest of an address, also of a socket", () => {
    const client = new pg.Client(
      loginAddress("postgres:///people?host=/run/postgresql&port=5433&user=owner", "reader", "s"),
    );
    const { user, host, port, database: name } = client;
    expect({ user, host, port, name }).toEqual({
      user: "sourcing_reader",
      host: "/run/postgresql",
      port: 5433,
      name: "people",
    });
    expect(loginAddress("postgres://owner:pw@db.example/people?sslmode=verify-full", "reader", "s")).toMatch(
      /^postgres:\/\/sourcing_reader:[0-9a-f]{64}@db\.example\/people\?sslmode=verify-full$/,
    );
  });

  it("reads no contacts and no raw profiles, and says how to read contacts", async () => {
    await expect(query("select value from contacts")).rejects.toThrow(
      "permission denied for table contacts; contacts are read with --contacts",
    );
    for (const column of ["raw", "hash"])
      await expect(query(`select ${column} from profile_versions`)).rejects.toThrow(
        "its columns raw and hash are not for queries",
      );
    await expect(query("select body from call_bodies")).rejects.toThrow("permission denied");
    expect((await query("select call_id from profile_versions where id = 1")).rows).toEqual([[1]]);
  });

  it("reads contacts with the option, but no raw profiles", async () => {
    const { rows } = await query("select value from contacts where profile_id = 'bo'", { contacts: true });
    expect(rows).toEqual([["bo@home.example"]]);
    for (const secret of ["select raw from profile_versions", "table call_bodies", "table suppressions"])
      await expect(query(secret, { contacts: true })).rejects.toThrow("permission denied");
  });
});

describe("a mistake in SQL", () => {
  it.each([
    ["select full_nam\nfrom candidates", 'column "full_nam" does not exist (line 1, column 8)'],
    ["select '😀',\n  nope", 'column "nope" does not exist (line 2, column 3)'],
    ["select full_names from candidates", "did you mean full_name?"],
    ["selec 1", 'syntax error at or near "selec" (line 1, column 1)'],
  ])("in %j is told in the words of the database, with the place and the hint", async (sql, words) => {
    await expect(query(sql)).rejects.toThrow(words);
  });

  it("is reported without control characters", async () => {
    await expect(query("select ('a' || chr(27) || '[31m')::integer")).rejects.toThrow('"a [31m"');
  });

  it.each(["", "commit", "copy (select 1) to stdout", "listen bell"])(
    "that returns no rows, %j, is reported with advice",
    async (sql) => {
      await expect(query(sql)).rejects.toThrow("this returns no rows: write a SELECT");
    },
  );
});

describe("a result", () => {
  it("keeps the digits, days, units and bytes that JavaScript would lose", async () => {
    const { rows } = await query(
      String.raw`select 9007199254740993, 42::bigint, -5.20, array[1.10], 'infinity'::timestamptz, 'nan'::float8,
        '2026-01-31'::date, array['2026-01-31'::date], '2026-01-31 12:00'::timestamp, '1 day'::interval, '\x00ff'::bytea,
        array['a', null], '{"a": 1}'::jsonb`,
    );
    expect(rows).toEqual([
      [
        "9007199254740993",
        42,
        "-5.20",
        ["1.10"],
        "infinity",
        "NaN",
        "2026-01-31",
        ["2026-01-31"],
        "2026-01-31 12:00:00",
        "1 day",
        "\\x00ff",
        ["a", null],
        { a: 1 },
      ],
    ]);
  });

  it("counts days in UTC, whatever the server's time zone", async () => {
    const { pathname } = new URL(database.directUrl);
    await database.db.pool.query(`alter database ${pathname.slice(1)} set timezone to 'Europe/Paris'`);
    const { rows } = await query("select first_seen_at::date from profiles where profile_id = 'bo'");
    expect(rows).toEqual([["2026-01-01"]]);
  });

  it("takes parameters as values, never as SQL", async () => {
    const { rows } = await query("select $1::text", { parameters: ["'; delete from profiles; --"] });
    expect(rows).toEqual([["'; delete from profiles; --"]]);
  });
});

describe("a long result", () => {
  const processes = (mark: string) =>
    database.db.pool.query("select from pg_stat_activity where query like $1 and pid <> pg_backend_pid()", [
      `%${mark}%`,
    ]);

  it("is read only as far as the caller takes it", async () => {
    const taken = await runReadOnly(
      homeOf(database),
      { statement: "select a from generate_series(1, 9999) a, generate_series(1, 9999) b" },
      async ({ rows }) => {
        let count = 0;
        for await (const _ of rows) if (++count === 1_234) break;
        return count;
      },
    );
    expect(taken).toBe(1_234);
  });

  it("has no more rows than the limit", async () => {
    const { rows } = await query("select generate_series(1, 1e9::bigint)", { mostRows: 3 });
    expect(rows).toEqual([[1], [2], [3]]);
    expect((await query("select 1", { mostRows: 3 })).rows).toEqual([[1]]);
  });

  it("in many parts is complete", async () => {
    const { rows } = await query("select generate_series(1, 1700)");
    expect(rows).toEqual(Array.from({ length: 1_700 }, (_, index) => [index + 1]));
  });

  it("that fails in the middle throws the error", async () => {
    await expect(query("select 1 / (1501 - n) from generate_series(1, 2000) as n")).rejects.toThrow(
      "division by zero",
    );
  });

  it("is cancelled, in the database too, if no row comes in time", async () => {
    const slow = query("select pg_sleep(600) as too_long", { timeoutMs: 200 });
    await expect(slow).rejects.toThrow("the query was stopped after 0.2 s; --timeout 5m gives it more time");
    await expect.poll(async () => (await processes("too_long")).rowCount).toBe(0);
  });

  it("may take longer than the timeout to be read", async () => {
    const read = runReadOnly(
      homeOf(database),
      { statement: "select generate_series(1, 3000)", timeoutMs: 300 },
      async ({ rows }) => {
        let count = 0;
        for await (const _ of rows) {
          count += 1;
          // Whoever reads takes more than the database may.
          if (count === 700) await new Promise((resolve) => setTimeout(resolve, 600));
        }
        return count;
      },
    );
    expect(await read).toBe(3_000);
  });

  it("is cancelled, in the database too, by the caller's signal", async () => {
    const stopping = new AbortController();
    const slow = query("select pg_sleep(600) as stopped", { signal: stopping.signal });
    const outcome = expect(slow).rejects.toThrow("the query was stopped");
    await expect.poll(async () => (await processes("stopped")).rowCount).toBe(1);
    stopping.abort();
    await outcome;
    await expect.poll(async () => (await processes("stopped")).rowCount).toBe(0);
  });

  it("throws the error of its reader unchanged", async () => {
    const failing = runReadOnly(homeOf(database), { statement: "select 1" }, async () => {
      throw new RangeError("the disk is full");
    });
    await expect(failing).rejects.toThrow(RangeError);
  });
});
