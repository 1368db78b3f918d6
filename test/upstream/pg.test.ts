import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

const client = new pg.Client({
  connectionString: inject("postgresUrl"),
  options: "-c datestyle=ISO",
});

beforeAll(() => client.connect());
afterAll(() => client.end());

async function valueIn(sql: string): Promise<unknown> {
  const { rows } = await client.query({ text: `select ${sql}`, rowMode: "array" });
  return rows[0]?.[0];
}

describe("pg since 8.0", () => {
  it("loses the microseconds of a time, and an infinite one within an array", async () => {
    expect(await valueIn("'2027-01-31 12:00:00.746573+00'::timestamptz")).toEqual(
      new Date("2027-01-31T12:00:00.746Z"),
    );
    expect(await valueIn("array['infinity']::timestamptz[]")).not.toEqual(["infinity"]);
  });

  it("rounds the numbers within jsonb", async () => {
    expect(await valueIn("'9007199254740993'::jsonb")).toBe(9007199254740992);
  });

  it("gives the arrays of most types as one text", async () => {
    expect(await valueIn("array['[1,5)']::int4range[]")).toBe(`{"[1,5)"}`);
  });

  it("reads user and password from the query of an address before those in front of the host", () => {
    const { user } = new pg.Client("postgres://owner:a@db.example/people?user=other");
    expect(user).toBe("other");
  });
});

describe("PostgreSQL since 7.4", () => {
  it("names the base type of a column whose type is a domain, but not of the elements of its array", async () => {
    await client.query("create domain pg_temp.upstream_span as interval");
    const { fields } = await client.query(
      "select '1 day'::pg_temp.upstream_span as one, array['1 day'::pg_temp.upstream_span] as several",
    );
    expect(fields[0]?.dataTypeID).toBe(pg.types.builtins.INTERVAL);
    expect(fields[1]?.dataTypeID).not.toBe(1187);
  });

  it("parts the elements of an array of boxes with a semicolon", async () => {
    expect(await valueIn("array['(1,2),(0,0)', '(3,4),(0,0)']::box[]::text")).toBe(
      "{(1,2),(0,0);(3,4),(0,0)}",
    );
  });

  it("keeps line breaks and doubled keys of json, and neither of jsonb", async () => {
    expect(await valueIn(`E'{"a":1,\\n"a":2.0}'::json::text`)).toBe('{"a":1,\n"a":2.0}');
    expect(await valueIn(`E'{"a":1,\\n"a":2.0}'::jsonb::text`)).toBe('{"a": 2.0}');
  });
});

describe("PostgreSQL 18 as the embedded server is initialised", () => {
  it("has the ctype C under a collation of Unicode: letters have their cases, and words take quotes of print for letters", async () => {
    expect(
      await valueIn(
        "concat_ws(' ', datctype, datlocprovider, datlocale) from pg_database where datname = current_database()",
      ),
    ).toBe("C b C.UTF-8");
    expect(await valueIn("lower('ÉCOLE Ольга')")).toBe("école ольга");
    expect(await valueIn("to_tsvector('simple', 'Head of “Growth”')::text")).toContain("“growth”");
  });

  it("orders by code points, whatever language the machine speaks", async () => {
    expect(await valueIn("array(select unnest(array['émile', 'zoe', 'Zoe', 'adam']) order by 1)")).toEqual([
      "Zoe",
      "adam",
      "zoe",
      "émile",
    ]);
  });
});
