import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { openDatabase } from "../../../src/database/open-database.ts";
import type { RoleConnection } from "../../../src/database/roles/connect-as.ts";
import { loginAddress } from "../../../src/database/roles/login-address.ts";
import { UsageError } from "../../../src/values/errors.ts";
import { ask, homeOf } from "../../support/ask.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { seed } from "../views/seed.ts";
import { TRIES_AT_SECRETS, triesAtWriting } from "./write-attempts.ts";

let database: TestDatabase;
/** May write to everything and make no roles. */
const writer = `test_writer_${randomUUID().slice(0, 8)}`;
let ofWriter: RoleConnection;

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  const { pool } = database.db;
  await seed(database.db);
  await pool.query("insert into suppressions (kind, digest) values ('email', 'd')");
  await pool.query("insert into call_bodies (call_id, body) values (1, 'raw')");
  await pool.query("create schema sourcing_queue; create table sourcing_queue.job (id text)");
  await pool.query("analyze contacts");
  await pool.query(`create role ${writer} login password 'pw'`);
  for (const schema of ["public", "drizzle"]) {
    await pool.query(`grant all on schema ${schema} to ${writer}`);
    await pool.query(`grant all on all tables in schema ${schema} to ${writer}`);
    await pool.query(`grant all on all sequences in schema ${schema} to ${writer}`);
  }
  const url = new URL(database.directUrl);
  [url.username, url.password] = [writer, "pw"];
  const db = openDatabase({ url: url.href, connections: 2, applicationName: "test" });
  ofWriter = { db, url: url.href, readSecret: async () => "pw" };
  return async () => {
    await db.close();
    await pool.query(`drop owned by ${writer}; drop role ${writer}`);
    await database.close();
  };
});

const owner = () => new URL(database.directUrl).username;

/** Everything that a statement could have changed: each row of each table, sequences, relations, rights and the role. */
async function fingerprint(): Promise<Record<string, unknown>> {
  const { rows: tables } = await database.db.pool.query(
    `select oid::regclass::text as name from pg_class
     where relnamespace in ('public'::regnamespace, 'drizzle'::regnamespace) and relkind = 'r'`,
  );
  const rows = tables.map(
    ({ name }) => `select '${name}' as name, md5(string_agg(t::text, ' ' order by t::text)) from ${name} t`,
  );
  const contents = await database.db.pool.query(`${rows.join(" union all ")} order by name`);
  const others = await database.db.pool.query(
    `select (select count(*) from pg_largeobject_metadata) as objects, (select count(*) from pg_proc) as functions,
       (select string_agg(relacl::text, '' order by oid) from pg_class where relnamespace = 'public'::regnamespace) as grants,
       (select count(*) from pg_class) as relations, (select string_agg(s::text, ' ' order by s::text) from pg_sequences s) as numbers,
       (select array_agg(r::text) from pg_roles r where rolname = 'sourcing_reader') as reader`,
  );
  return { contents: contents.rows, others: others.rows };
}

describe("a query by a user who may not make the reader's login", () => {
  beforeAll(async () => {
    await ask(homeOf(database), "select 1");
  });

  it.each([
    ["sourcing_reader", "--role reader", false],
    ["sourcing_contacts_reader", "--role contacts", true],
  ])("is refused and names the command that gives the login %s", async (login, option, contacts) => {
    await ask(homeOf(database), "select 1", { contacts });
    const refused = ask(ofWriter, "select session_user", { contacts });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(new RegExp(`reads as ${login}.*\`sourcing db url ${option}\``));
  });
});

describe("a query that runs as the reader", () => {
  const home = () => homeOf(database);
  let before: unknown;
  beforeAll(async () => {
    await ask(home(), "select 1");
    before = await fingerprint();
  });

  it.each(triesAtWriting("OWNER"))("cannot perform $at", async ({ sql }) => {
    await expect(ask(home(), sql.replaceAll("OWNER", owner()))).rejects.toThrow(UsageError);
    expect(await fingerprint()).toEqual(before);
  });

  it("leaves no table behind that an explanation made on its way", async () => {
    await ask(home(), "explain analyze create table mine as select 1").catch(() => {});
    expect(await fingerprint()).toEqual(before);
  });

  it("runs as sourcing_reader, comments and brackets before it included", async () => {
    const { rows } = await ask(home(), "/* a /* nested */ comment */ -- and more\n (select session_user)");
    expect(rows).toEqual([["sourcing_reader"]]);
  });

  it("gets a message that a query only reads", async () => {
    await expect(ask(home(), "with gone as (delete from profiles returning 1) table gone")).rejects.toThrow(
      /^`sourcing query` only reads: cannot execute (DELETE|SELECT) in a read-only transaction$/,
    );
  });
});

describe("the SQL of the reader", () => {
  it.each(TRIES_AT_SECRETS)("cannot read $at", async ({ sql }) => {
    const asked = ask(homeOf(database), sql).then(({ rows }) => rows);
    // Statistics are there for those who may read the column: no rows for anybody else.
    if (sql.includes("pg_stats")) expect(await asked).toEqual([]);
    else await expect(asked).rejects.toThrow(/only reads: permission denied/);
  });

  it("sees no contact and no raw profile in any view", async () => {
    const { rows: views } = await database.db.pool.query(
      "select relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace",
    );
    const { rows: secrets } = await database.db.pool.query(
      "select value from contacts union select raw from profile_versions where length(raw) > 2",
    );
    expect(secrets.length).toBeGreaterThan(4);
    for (const { relname } of views) {
      const shown = JSON.stringify((await ask(homeOf(database), `select * from ${relname}`)).rows);
      for (const { value } of secrets) expect(shown, relname).not.toContain(value);
    }
  });
});

/** What every login of a Postgres may do to itself, and what a transaction of ours undoes. */
const OF_EVERY_LOGIN = /lo_create|temp table|password 'x'/;

describe("a tool that logs in as the reader without our transaction", () => {
  let before: unknown;
  beforeAll(async () => {
    await ask(homeOf(database), "select 1");
    before = await fingerprint();
  });

  it.each(triesAtWriting("OWNER").filter(({ sql }) => !OF_EVERY_LOGIN.test(sql)))(
    "cannot perform $at",
    async ({ sql }) => {
      const client = new pg.Client(
        loginAddress(database.directUrl, "reader", await homeOf(database).readSecret()),
      );
      await client.connect();
      await client.query("set default_transaction_read_only = off");
      await client.query(sql.replaceAll("OWNER", owner())).catch(() => {});
      await client.end();
      expect(await fingerprint()).toEqual(before);
    },
  );
});
