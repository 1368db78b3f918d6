import pg from "pg";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { openDatabase } from "../../../src/database/open-database.ts";
import { applyGrants } from "../../../src/database/roles/apply-grants.ts";
import { connectAs } from "../../../src/database/roles/connect-as.ts";
import { loginAddress, passwordOf } from "../../../src/database/roles/login-address.ts";
import { makeRoleStore } from "../../../src/database/roles/make-role-store.ts";
import { isRoleReady, prepareRole } from "../../../src/database/roles/prepare-role.ts";
import { STORE_ROLES } from "../../../src/database/roles/store-role.ts";
import { UsageError } from "../../../src/values/errors.ts";
import { ask } from "../../support/ask.ts";
import { openOwnServer } from "../../support/own-server.ts";
import { databaseUrl } from "../../support/test-database.ts";

// Roles belong to the whole server, so that tests that change them have one of their own.
let serverUrl: string;
let admin: pg.Client;

beforeAll(async () => {
  const server = await openOwnServer();
  ({ url: serverUrl, admin } = server);
  await admin.query("create role maker login createrole password 'pw'");
  await admin.query("create role modest login password 'pw'");
  return server.close;
});

beforeEach(async () => {
  const { rows } = await admin.query(
    "select datname from pg_database where not datistemplate and datname <> current_database() and datname like 'people%'",
  );
  for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`);
  const { rows: roles } = await admin.query("select rolname from pg_roles where rolname like 'sourcing\\_%'");
  for (const { rolname } of roles) await admin.query(`drop role ${rolname}`);
});

/** Lends a database that belongs to a user, with two tables of a store and one that is none of them. */
async function withDatabase<Result>(
  name: string,
  user: string | null,
  use: (db: Database, url: string) => Promise<Result>,
): Promise<Result> {
  await admin.query(`create database ${name} ${user === null ? "" : `owner ${user}`}`);
  const url = new URL(databaseUrl(serverUrl, name));
  if (user !== null) [url.username, url.password] = [user, "pw"];
  const db = openDatabase({ url: url.href, connections: 2, applicationName: "test" });
  try {
    await db.pool.query("create table profiles (full_name text); create table contacts (value text)");
    await db.pool.query("create table interviews (notes text); insert into interviews values ('hired')");
    await db.pool.query("insert into profiles values ('Ada Beispiel')");
    return await use(db, url.href);
  } finally {
    await db.close();
  }
}

const NAMES = "select full_name from profiles";
const ADA = [["Ada Beispiel"]];
const readNames = async (db: Database, url: string, secret = "secret") =>
  (await ask({ db, url, readSecret: async () => secret }, NAMES)).rows;

/** As the role itself, or not at all. */
async function logIn(db: Database, url: string, secret = "secret"): Promise<unknown> {
  const client = await connectAs({ db, url, readSecret: async () => secret }, "reader");
  try {
    return (await client.query("select session_user as name")).rows;
  } finally {
    await client.end();
  }
}
const READER = [{ name: "sourcing_reader" }];

describe("the reader", () => {
  it("is made by a user who may create roles and is not a superuser", async () => {
    await withDatabase("people", "maker", async (db, url) => {
      expect(await isRoleReady(db, "reader")).toBe(false);
      expect(await logIn(db, url)).toEqual(READER);
      expect(await isRoleReady(db, "reader")).toBe(true);
      expect(await readNames(db, url)).toEqual(ADA);
    });
  });

  it("is not made by a user who may not make roles, who is told what to run and whose query is refused", async () => {
    await withDatabase("people", "modest", async (db, url) => {
      await expect(logIn(db, url)).rejects.toThrow(
        'an administrator run the SQL that `sourcing db roles` prints, or `alter role "modest" createrole`',
      );
      const refused = ask({ db, url, readSecret: async () => "secret" }, NAMES);
      await expect(refused).rejects.toThrow(UsageError);
      await expect(refused).rejects.toThrow(
        /reads as sourcing_reader.*run the SQL that `sourcing db roles` prints.*nothing was read$/,
      );
    });
  });

  it("is made by an administrator who runs the printed SQL", async () => {
    await withDatabase("people", "modest", async (db, url) => {
      const home = { db, url, readSecret: async () => "secret" };
      await admin.query(await makeRoleStore(db, () => home).recipe(["reader"]));
      expect(await ask(home, NAMES)).toMatchObject({ rows: ADA });
      expect(await logIn(db, url)).toEqual(READER);
    });
  });

  it("stays when the right to create roles is revoked", async () => {
    await withDatabase("people", "modest", async (db, url) => {
      await admin.query("alter role modest createrole");
      await readNames(db, url);
      await admin.query("alter role modest nocreaterole");
      expect(await ask({ db, url, readSecret: async () => "secret" }, NAMES)).toMatchObject({ rows: ADA });
    });
  });

  it("is not changed by a user who did not make it, who is told what to run", async () => {
    await withDatabase("people", null, async (db) => prepareRole(db, "reader", "of another"));
    await withDatabase("people_too", "maker", async (db, url) => {
      await expect(logIn(db, url)).rejects.toThrow('grant sourcing_reader to "maker" with admin option');
      await admin.query("grant sourcing_reader to maker with admin option");
      expect(await logIn(db, url)).toEqual(READER);
    });
  });

  it("gets its rights from the owner of the tables only", async () => {
    await withDatabase("people", null, async (db) => {
      await db.pool.query("grant create, usage on schema public to maker; grant select on profiles to maker");
      const url = new URL(databaseUrl(serverUrl, "people"));
      [url.username, url.password] = ["maker", "pw"];
      const byMaker = openDatabase({ url: url.href, connections: 2, applicationName: "test" });
      await expect(logIn(byMaker, url.href)).rejects.toThrow(
        "the owner of the tables run `sourcing db migrate`",
      );
      await applyGrants(db);
      expect(await logIn(byMaker, url.href)).toEqual(READER);
      await byMaker.close();
    });
  });

  it("cannot read a table that was added later, such as a copy of contacts, until it is granted", async () => {
    await withDatabase("people", null, async (db, url) => {
      const home = { db, url, readSecret: async () => "secret" };
      await readNames(db, url);
      await db.pool.query("create table backup as select * from contacts");
      await expect(ask(home, "table backup")).rejects.toThrow("permission denied for table backup");
      await expect(ask(home, "table interviews")).rejects.toThrow("permission denied");
      await db.pool.query("grant select on interviews to sourcing_reader");
      await applyGrants(db);
      expect((await ask(home, "table interviews")).rows).toEqual([["hired"]]);
    });
  });

  it("loses rights that it should not have, such as reading contacts in an earlier version", async () => {
    await withDatabase("people", null, async (db, url) => {
      await readNames(db, url);
      await db.pool.query("grant all on all tables in schema public to sourcing_reader");
      expect(await isRoleReady(db, "reader")).toBe(false);
      await expect(ask({ db, url, readSecret: async () => "secret" }, "table contacts")).rejects.toThrow(
        "permission denied",
      );
      expect(await isRoleReady(db, "reader")).toBe(true);
    });
  });

  it("gets the expected password if it has another", async () => {
    await withDatabase("people", null, async (db, url) => {
      await logIn(db, url, "one secret");
      expect(await logIn(db, url, "another")).toEqual(READER);
    });
  });

  it("is shared by all databases of a server, also if several make it at the same time", async () => {
    await withDatabase("people", null, (one, oneUrl) =>
      withDatabase("people_too", null, async (two, twoUrl) => {
        const password = passwordOf("reader", "secret");
        await Promise.all([one, two, one, two].map((db) => prepareRole(db, "reader", password)));
        expect(await readNames(one, oneUrl)).toEqual(ADA);
        expect(await readNames(two, twoUrl)).toEqual(ADA);
      }),
    );
  });

  it("queries directly if the address is its own, and leaves contacts to the other reader", async () => {
    await withDatabase("people", null, async (owner, ownerUrl) => {
      await logIn(owner, ownerUrl);
      const url = loginAddress(ownerUrl, "reader", "secret");
      const db = openDatabase({ url, connections: 1, applicationName: "test" });
      const home = { db, url, readSecret: async () => "unknown" };
      expect(await ask(home, NAMES)).toMatchObject({ rows: ADA });
      await expect(ask(home, NAMES, { contacts: true })).rejects.toThrow(
        "the address of sourcing_contacts_reader",
      );
      await db.close();
    });
  });

  it.each([
    "alter role sourcing_reader superuser",
    "alter role sourcing_reader createrole",
    "grant pg_write_all_data to sourcing_reader",
  ])("is refused once it may do more: %s", async (statement) => {
    await withDatabase("people", null, async (db, url) => {
      await readNames(db, url);
      await admin.query(statement);
      await expect(readNames(db, url)).rejects.toThrow("the role sourcing_reader may do more than read");
    });
  });

  it("is refused if public has more rights than it should", async () => {
    await withDatabase("people", null, async (db, url) => {
      await db.pool.query("grant delete on profiles to public");
      await expect(readNames(db, url)).rejects.toThrow("may do more than it should (delete profiles)");
    });
  });
});

describe("the roles of a store", () => {
  it("are all made by an owner who may create roles and is not a superuser, and each logs in", async () => {
    await withDatabase("people", "maker", async (db, url) => {
      const roles = makeRoleStore(db, () => ({ db, url, readSecret: async () => "secret" }));
      for (const role of STORE_ROLES) {
        const client = new pg.Client(await roles.addressOf(role));
        await client.connect();
        await client.end();
      }
      expect(await roles.list()).toEqual(
        STORE_ROLES.map((role) => ({ role, exists: true, hasLogin: true, ready: true })),
      );
      const { rows } = await db.pool.query("select tableowner from pg_tables where tablename = 'profiles'");
      expect(rows).toEqual([{ tableowner: "sourcing_migrator" }]);
      await db.pool.query("alter table profiles add column still_mine text");
    });
  });
});
