import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { migrateDatabase } from "../../../src/database/migrate.ts";
import { openDatabase } from "../../../src/database/open-database.ts";
import type { RoleConnection } from "../../../src/database/roles/connect-as.ts";
import { loginAddress, passwordOf } from "../../../src/database/roles/login-address.ts";
import { makeRoleStore } from "../../../src/database/roles/make-role-store.ts";
import { prepareRole } from "../../../src/database/roles/prepare-role.ts";
import { renewPasswords } from "../../../src/database/roles/renew-passwords.ts";
import { readRoleSecret } from "../../../src/database/roles/role-secret.ts";
import { ROLE_NAMES, STORE_ROLES } from "../../../src/database/roles/store-role.ts";
import { ask } from "../../support/ask.ts";
import { type OwnServer, openOwnServer } from "../../support/own-server.ts";
import { databaseUrl } from "../../support/test-database.ts";

let server: OwnServer;
let count = 0;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await openOwnServer();
  return server.close;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A migrated store in a database of its own on the server. */
async function makeStore(): Promise<RoleConnection> {
  count += 1;
  await server.admin.query(`create database store_${count}`);
  const url = databaseUrl(server.url, `store_${count}`);
  const db = openDatabase({ url, connections: 2, applicationName: "test" });
  closing.push(() => db.close());
  await migrateDatabase(db);
  return { db, url, readSecret: () => readRoleSecret(db) };
}

const logsIn = async (url: string) => {
  const client = new pg.Client(url);
  await client.connect();
  await client.end();
};

describe("the secret of a store", () => {
  it("is of 32 random bytes, differs from that of every other store and is no hash of the owner's password", async () => {
    const [one, other] = [await makeStore(), await makeStore()];
    const secret = await one.readSecret();
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await other.readSecret()).not.toBe(secret);
    const owner = new URL(server.url).password;
    const { login } = ROLE_NAMES.reader;
    expect(passwordOf("reader", secret)).not.toBe(createHmac("sha256", owner).update(login).digest("hex"));
  });

  it("is read by the owner and the migrator, and by no other role", async () => {
    const store = await makeStore();
    const roles = makeRoleStore(store.db, () => store);
    for (const role of STORE_ROLES) {
      const db = openDatabase({ url: await roles.addressOf(role), connections: 1, applicationName: "test" });
      closing.push(() => db.close());
      if (role === "migrator") expect(await readRoleSecret(db)).toBe(await store.readSecret());
      else await expect(readRoleSecret(db)).rejects.toThrow("only the owner of the store");
    }
  });
});

describe("the password of a role", () => {
  it("is in no statement that the server logs, and neither is the secret", async () => {
    const store = await makeStore();
    await server.admin.query("alter database postgres set log_statement = 'all'");
    const logged = `${store.url}?options=-c%20log_statement%3Dall%20-c%20log_min_messages%3Dinfo`;
    const db = openDatabase({ url: logged, connections: 1, applicationName: "test" });
    closing.push(() => db.close());
    const watched = { ...store, db };
    const roles = makeRoleStore(db, () => watched);
    for (const role of STORE_ROLES) await roles.addressOf(role);
    const recipe = await roles.recipe(STORE_ROLES);
    const { rows } = await server.admin.query("select current_setting('data_directory') as data");
    const log = await readFile(`${rows[0].data}/../server.log`, "utf8");
    expect(log).toContain("alter role sourcing_reader with login");
    const secret = await store.readSecret();
    for (const text of [log, recipe]) {
      expect(text).toContain("SCRAM-SHA-256$4096:");
      for (const hidden of [secret, ...STORE_ROLES.map((role) => passwordOf(role, secret))])
        expect(text).not.toContain(hidden);
    }
  });

  it("that an earlier version derived from the owner's is replaced, and no longer logs in", async () => {
    const store = await makeStore();
    const old = new URL(store.url).password;
    const oldAddress = (role: (typeof STORE_ROLES)[number]) => loginAddress(store.url, role, old);
    for (const role of STORE_ROLES) await prepareRole(store.db, role, passwordOf(role, old));
    await logsIn(oldAddress("reader"));
    const { renewed, problems } = await renewPasswords(store);
    expect([...renewed].sort()).toEqual(STORE_ROLES.map((role) => ROLE_NAMES[role].login).sort());
    expect(problems).toEqual([]);
    const secret = await store.readSecret();
    for (const role of STORE_ROLES) {
      await expect(logsIn(oldAddress(role))).rejects.toThrow("password authentication failed");
      await logsIn(loginAddress(store.url, role, secret));
    }
    expect(await renewPasswords(store)).toEqual({ renewed: [], problems: [] });
  });

  it("that this user may not change is named, and the others are replaced all the same", async () => {
    const store = await makeStore();
    await prepareRole(store.db, "reader", "of another");
    await server.admin.query("create role owner_of_store login password 'pw'");
    const url = new URL(store.url);
    [url.username, url.password] = ["owner_of_store", "pw"];
    await store.db.pool.query("grant select on role_secrets to owner_of_store");
    const db = openDatabase({ url: url.href, connections: 1, applicationName: "test" });
    closing.push(() => db.close());
    const { renewed, problems } = await renewPasswords({ ...store, db });
    expect(renewed).toEqual([]);
    expect(problems).toContainEqual(
      expect.stringMatching(/sourcing_reader keeps a password of before: .*may not change/),
    );
  });
});

describe("functions that parse XML", () => {
  it.each([
    "xpath('/a', '<a/>')",
    "xpath_exists('/a', '<a/>')",
    "xml_is_well_formed('<a/>')",
    "xml_is_well_formed_document('<a/>')",
    "query_to_xml('select 1', true, true, '')",
    "table_to_xml('profiles', true, true, '')",
    "database_to_xml(true, true, '')",
    "xml(text '<a/>')",
  ])("are not a reader's: %s", async (call) => {
    const store = await makeStore();
    await expect(ask(store, `select ${call}`)).rejects.toThrow("permission denied for function");
  });
});

describe("a reader whose login was changed by one of its users", () => {
  let store: RoleConnection;
  beforeAll(async () => {
    store = await makeStore();
    const [close] = closing.splice(0);
    return close;
  });

  it.each([
    "alter role sourcing_reader set search_path = pg_catalog",
    "alter role sourcing_reader set statement_timeout = 1",
    "alter role sourcing_reader set default_transaction_read_only = off",
    "alter role sourcing_reader set default_transaction_isolation = 'serializable'",
    "alter role sourcing_reader set client_encoding = 'LATIN1'",
    "alter role sourcing_reader in database DATABASE set search_path = pg_catalog",
    "alter role sourcing_reader in database DATABASE set statement_timeout = 1",
    "alter role sourcing_reader password 'of my own'",
  ])("is repaired before the next query: %s", async (statement) => {
    const { pathname } = new URL(store.url);
    await ask(store, "select 1");
    const reader = new pg.Client(loginAddress(store.url, "reader", await store.readSecret()));
    await reader.connect();
    await reader.query("set default_transaction_read_only = off");
    await reader.query(statement.replace("DATABASE", pathname.slice(1)));
    await reader.end();
    const { rows } = await ask(
      store,
      "select count(*), current_setting('default_transaction_isolation'), current_setting('temp_file_limit') from candidates",
    );
    expect(rows).toEqual([[0, "read committed", "1GB"]]);
    const { rows: settings } = await store.db.pool.query(
      "select rolconfig from pg_roles where rolname = 'sourcing_reader'",
    );
    expect(settings).toEqual([{ rolconfig: ["default_transaction_read_only=on", "temp_file_limit=1GB"] }]);
  });

  it("takes a fifth of the server's connections at most, and says so when they are in use", async () => {
    await ask(store, "select 1");
    const sessions =
      "select count(*)::integer as sessions from pg_stat_activity where usename = 'sourcing_reader'";
    await vi.waitUntil(async () => (await store.db.pool.query(sessions)).rows[0].sessions === 0);
    const address = loginAddress(store.url, "reader", await store.readSecret());
    const readers: pg.Client[] = [];
    const refused = await (async () => {
      for (;;) {
        const client = new pg.Client(address);
        client.on("error", () => {});
        try {
          await client.connect();
        } catch (error) {
          return error;
        }
        readers.push(client);
      }
    })();
    expect(refused).toMatchObject({ code: "53300" });
    expect(readers).toHaveLength(20);
    await expect(ask(store, "select 1")).rejects.toThrow("all connections that the role may have are in use");
    expect((await store.db.pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    for (const client of readers) await client.end();
  });
});
