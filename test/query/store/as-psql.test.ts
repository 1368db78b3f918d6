import { execFileSync } from "node:child_process";
import Papa from "papaparse";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { type RowFormat, renderRows } from "../../../src/cli/screen/render-rows.ts";
import { runReadOnly } from "../../../src/query/store/run-read-only.ts";
import { homeOf } from "../../support/ask.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  await database.db.pool.query(
    `create domain spans as interval; create type mood as enum ('glad', 'NULL'); create type pair as (a integer, b text)`,
  );
  return () => database.close();
});

async function render(statement: string, format: RowFormat): Promise<string> {
  return runReadOnly(homeOf(database), { statement }, async (answer) => {
    let text = "";
    for await (const chunk of renderRows(answer, { format, width: 2_000, limit: null })) text += chunk;
    return text;
  });
}

/** The only cell of a statement's only row, in a format. */
async function cell(value: string, format: RowFormat): Promise<string> {
  const text = await render(`select ${value} as x, 1 as y`, format);
  if (format === "csv") return text.split("\n").slice(1, -1).join("\n").replace(/,1$/, "");
  if (format === "jsonl") return text.replace(/^\{"x":/, "").replace(/,"y":1\}\n$/, "");
  if (format === "json") return text.replace(/^\[\{"x":/, "").replace(/,"y":1\}\]\n$/, "");
  return (text.split("\n")[3] ?? "").replace(/^│ /, "").replace(/ +│ 1 │$/, "");
}

function findPsql(): string | null {
  try {
    return execFileSync("psql", ["--version"], { encoding: "utf8" });
  } catch {
    return null;
  }
}

/** What psql prints in CSV for the same statement. */
function askPsql(statement: string): string {
  return execFileSync("psql", ["-X", "--csv", "-d", database.directUrl, "-c", statement], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      PGTZ: "UTC",
      PGDATESTYLE: "ISO",
      PGCLIENTENCODING: "UTF8",
      PGOPTIONS: "-c intervalstyle=postgres",
    },
  });
}

const SCALARS = [
  ...[
    "9007199254740993::bigint",
    "'-9223372036854775808'::bigint",
    "5::bigint",
    "32767::smallint",
    "4294967295::oid",
  ],
  ...[
    "1e400::numeric",
    "'NaN'::numeric",
    "'-Infinity'::numeric",
    "0.10",
    "-5.20",
    "1e-7::numeric",
    "1234567890.1234567890",
  ],
  ...[
    "'-0'::float8",
    "'-0'::float4",
    "1e-07::float8",
    "1e20::float8",
    "0.1::float4",
    "'-Infinity'::float8",
    "-2.5e-10::float8",
  ],
  ...["'infinity'::timestamptz", "'-infinity'::timestamptz", "'infinity'::date", "'-infinity'::timestamp"],
  ...["'2027-01-31 12:00:00.746573+00'::timestamptz", "'2027-01-31 12:00:00+00'::timestamptz"],
  ...["'2027-01-31 12:00:00.5'::timestamp", "'2024-02-29'::date", "'0044-03-15 12:00+00 BC'::timestamptz"],
  ...[
    "'12026-01-01 00:00+00'::timestamptz",
    "'0044-03-15 BC'::date",
    "'12:00:00.123456'::time",
    "'12:00+02'::timetz",
  ],
  ...[
    "'-3 days'::interval",
    "'-1 years -2 mons +3 days -04:05:06.7'::interval",
    "'1 mon'::interval",
    "'-3 days'::spans",
  ],
  ...[
    "'-5.20'::money",
    "'(-1,2)'::point",
    "'[1,5)'::int4range",
    "row(-1, 'a')",
    "row(1, 'a b')::pair",
    "b'0101'",
  ],
  ...[
    String.raw`'\x00ff'::bytea`,
    "'a'::\"char\"",
    "'10.0.0.1/8'::inet",
    "'NULL'::mood",
    "'(,5)'::int4range",
  ],
  ...[
    `'{"n": 9007199254740993, "p": 1.10, "big": 1e400, "z": -0}'::jsonb`,
    "'-1.50'::jsonb",
    `'{"a": 1,  "a": 2.0}'::json`,
  ],
  ...["'null'::jsonb", "null::text", "''", "'NULL'", "'two words'", `'quote " comma ,'`, "'semi;colon'"],
  ...[
    "'1e5'::json",
    "'[]'::jsonb",
    "'a'::name",
    "'<a/>'::xml",
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
    "'2 1'::int2vector",
  ],
] as const;

describe.skipIf(findPsql() === null)("a CSV of `query`, beside that of psql", () => {
  it.each(SCALARS)("says the same of %s", async (value) => {
    const statement = `select ${value} as x, 1 as y`;
    const ours = await render(statement, "csv");
    expect(Papa.parse(ours).data).toEqual(Papa.parse(askPsql(statement)).data);
  });

  it("keeps null and the empty text apart, as COPY does", async () => {
    expect(await render("select null as a, '' as b", "csv")).toBe('a,b\n,""\n');
    expect(await render("select '' as a union all select null", "csv")).toBe('a\n""\n\n');
  });

  it("prints booleans in words, and lists in JSON, where psql prints t and braces", async () => {
    expect(await render("select true as a, array['a', null] as b, '{}'::text[] as c", "csv")).toBe(
      `a,b,c\ntrue,"[""a"",null]",[]\n`,
    );
  });
});

describe("JSON of `query`", () => {
  it.each([
    ["9007199254740993::bigint", '"9007199254740993"'],
    ["5::bigint", "5"],
    ["'-0'::float8", "-0"],
    ["1e-07::float8", "1e-07"],
    ["'-Infinity'::float8", '"-Infinity"'],
    ["'1e400'::jsonb", `1${"0".repeat(400)}`],
    [`'{"n": 9007199254740993, "p": 1.10}'::jsonb`, '{"n": 9007199254740993, "p": 1.10}'],
    [`'{"a": 1, "a": 2.0}'::json`, '{"a": 1, "a": 2.0}'],
    [`E'{"a":\\n\\t1}'::json`, '{"a": 1}'],
    ["null::jsonb", "null"],
    ["'null'::jsonb", "null"],
    ["'2027-01-31 12:00:00.746573+00'::timestamptz", '"2027-01-31T12:00:00.746573Z"'],
    ["'2027-01-31 12:00:00.7+00'::timestamptz", '"2027-01-31T12:00:00.700Z"'],
    ["'2027-01-31 12:00:00+00'::timestamptz", '"2027-01-31T12:00:00.000Z"'],
    ["'0044-03-15 12:00+00 BC'::timestamptz", '"-000043-03-15T12:00:00.000Z"'],
    ["'12026-01-01 00:00+00'::timestamptz", '"+012026-01-01T00:00:00.000Z"'],
    ["'0099-01-01 00:00+00'::timestamptz", '"0099-01-01T00:00:00.000Z"'],
    ["'-3 days'::interval", '"-3 days"'],
    ["U&'a\\0085\\2028\\009B'", '"a\\u0085\\u2028\\u009b"'],
    [`U&'{"a": "\\2029"}'::jsonb`, '{"a": "\\u2029"}'],
  ])("of %s is %s", async (value, json) => {
    expect(await cell(value, "json")).toBe(json);
    expect(await cell(value, "jsonl")).toBe(json);
  });
});

const LISTS: readonly (readonly [string, string])[] = [
  ["array[5, 9007199254740993]::bigint[]", '[5,"9007199254740993"]'],
  [
    "array['infinity', '2027-01-31 12:00:00.5+00', null]::timestamptz[]",
    '["infinity","2027-01-31T12:00:00.500Z",null]',
  ],
  ["array['2021-01-01']::date[]", '["2021-01-01"]'],
  ["array['2021-01-01 10:00']::timestamp[]", '["2021-01-01 10:00:00"]'],
  ["array[1.10, 'NaN']::numeric[]", '["1.10","NaN"]'],
  ["array['-3 days', '1 mon']::interval[]", '["-3 days","1 mon"]'],
  ["array['-3 days']::spans[]", '["-3 days"]'],
  ["array['-0', 'infinity', '1.5']::float8[]", '[-0,"infinity",1.5]'.replace("infinity", "Infinity")],
  ["array['[1,5)']::int4range[]", '["[1,5)"]'],
  ["array[row(1, 'a \"b\"')::pair]", String.raw`["(1,\"a \"\"b\"\"\")"]`],
  ["array['glad', 'NULL', null]::mood[]", '["glad","NULL",null]'],
  ["array[true, false]", "[true,false]"],
  ["array['a']::name[]", '["a"]'],
  ["array['(1,2),(0,0)', '(3,4),(0,0)']::box[]", '["(1,2),(0,0)","(3,4),(0,0)"]'],
  [`array['{"n": 9007199254740993}', 'null', null]::jsonb[]`, '[{"n": 9007199254740993},null,null]'],
  [
    String.raw`array['a,b', '"', '\', '{}', '', 'null', 'NULL', ' ']`,
    String.raw`["a,b","\"","\\","{}","","null","NULL"," "]`,
  ],
  ["array[[1, 2], [3, null]]", "[[1,2],[3,null]]"],
  ["'[0:1]={1,2}'::integer[]", "[1,2]"],
  ["'{}'::text[]", "[]"],
  ["array['-5.20']::money[]", '["-$5.20"]'],
];

describe("an array", () => {
  it.each(LISTS)("%s is the list %s in all four formats", async (value, json) => {
    expect(await cell(value, "json")).toBe(json);
    expect(await cell(value, "jsonl")).toBe(json);
    expect(await cell(value, "table")).toBe(json);
    expect(Papa.parse<string[]>(await cell(value, "csv")).data[0]?.[0]).toBe(json);
  });
});

describe("a table of `query`", () => {
  it.each([
    ["'-0'::float8", "-0"],
    ["'2027-01-31 12:00:00.746573+00'::timestamptz", "2027-01-31 12:00:00.746573+00"],
    [`'{"n": 9007199254740993}'::jsonb`, '{"n": 9007199254740993}'],
    ["'-3 days'::interval", "-3 days"],
  ])("has %s as %s", async (value, text) => {
    expect((await cell(value, "table")).trim()).toBe(text);
  });
});

describe("a formula in a text", () => {
  it.each(["'=1+1'", "'-3 days'", "'@a'", "'-1+2'"])("%s gets its apostrophe in CSV", async (value) => {
    expect(await cell(value, "csv")).toBe(value.replace(/'$/, ""));
  });
});

describe("a database of German dates", () => {
  it("prints dates as any other", async () => {
    const { pathname } = new URL(database.directUrl);
    await database.db.pool.query(`alter database ${pathname.slice(1)} set datestyle to 'German'`);
    await database.db.pool.query(`alter database ${pathname.slice(1)} set intervalstyle to 'iso_8601'`);
    expect(await cell("'2027-01-31 12:00:00.5+00'::timestamptz", "csv")).toBe("2027-01-31 12:00:00.5+00");
    expect(await cell("'-3 days'::interval", "csv")).toBe("-3 days");
  });
});
