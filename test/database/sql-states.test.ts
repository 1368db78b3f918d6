import { sql } from "drizzle-orm";
import { Client } from "pg";
import { describe, expect, inject, it } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { openTestDatabase, TEMPLATE } from "../support/test-database.ts";

/** What is said where an address leads nowhere or to something else. */
async function failureOf(change: (url: URL) => void, statement = sql`select 1`): Promise<string> {
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${TEMPLATE}`;
  change(url);
  const db = openDatabase({ url: url.href, connections: 1, applicationName: "test" });
  const failure: unknown = await db.execute(statement).catch((error: unknown) => error);
  await db.close();
  if (!(failure instanceof Error)) throw new Error("the statement succeeded");
  return failure.message;
}

describe("an error of the database", () => {
  it.each([
    [
      "a database that is missing",
      "3D000",
      "there is no database of that name",
      (url: URL) => {
        url.pathname = "/nowhere";
      },
    ],
    [
      "a wrong password",
      "28P01",
      "refuses the user or the password",
      (url: URL) => {
        url.password = "wrong";
      },
    ],
    [
      "a port where nothing listens",
      "127.0.0.1:9",
      "nothing listens there",
      (url: URL) => {
        url.port = "9";
      },
    ],
    [
      "a host that is unknown",
      "nowhere.invalid",
      "cannot be used",
      (url: URL) => {
        url.hostname = "nowhere.invalid";
      },
    ],
  ] as const)("of %s says in words what it is and what to do", async (_, code, words, change) => {
    const message = await failureOf(change);
    expect(message).toContain(code);
    expect(message).toContain(words);
  });

  it.each([
    ["42P01", "run `sourcing db migrate`", sql`select 1 from no_such_table`],
    ["22003", "larger than its column", sql`select 100000::smallint`],
    ["25006", "takes no writes", sql`do $$ begin set transaction read only; create table t (); end $$`],
  ] as const)("with SQLSTATE %s says what to do", async (code, words, statement) => {
    const message = await failureOf(() => {}, statement);
    expect(message).toContain(`the database says ${code}`);
    expect(message).toContain(words);
  });

  it("of a text that the encoding cannot hold says which encoding it needs", async () => {
    const admin = new Client({ connectionString: inject("postgresUrl") });
    await admin.connect();
    await admin.query(
      "create database narrow encoding 'LATIN1' locale_provider libc locale 'C' template template0",
    );
    try {
      const message = await failureOf((url) => {
        url.pathname = "/narrow";
      }, sql`select ${"日本"}::text`);
      expect(message).toContain("22P05");
      expect(message).toContain("UTF8");
    } finally {
      await admin.query("drop database narrow with (force)");
      await admin.end();
    }
  });

  it("on a connection that is refused names no password", async () => {
    const database = await openTestDatabase(inject("postgresUrl"));
    const { password } = new URL(database.url);
    await database.close();
    const message = await failureOf((url) => {
      url.port = "9";
    });
    expect(message).not.toContain(password);
  });
});
