import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type EmbeddedPostgres,
  openEmbeddedPostgres,
} from "../../../src/database/embedded/open-embedded-postgres.ts";
import { migrateDatabase } from "../../../src/database/migrate.ts";
import { openDatabase } from "../../../src/database/open-database.ts";
import { makeRoleStore } from "../../../src/database/roles/make-role-store.ts";
import type { StoreRole } from "../../../src/database/roles/store-role.ts";
import { databaseUrl } from "../../support/test-database.ts";
import { makeTemporaryFolder, removeHome } from "../embedded/support/test-home.ts";

let home: string;
let server: EmbeddedPostgres;
const addresses = new Map<StoreRole, string>();

beforeAll(async () => {
  home = makeTemporaryFolder();
  server = await openEmbeddedPostgres({ home });
  const db = openDatabase({ url: server.url, connections: 2, applicationName: "test" });
  const roles = makeRoleStore(db, () => ({ db, url: server.url, readSecret: async () => "secret" }));
  // One reader is there before the tables, as in a store of an earlier version.
  addresses.set("reader", await roles.addressOf("reader").catch(() => ""));
  await migrateDatabase(db);
  for (const role of ["reader", "contacts", "writer", "privacy", "migrator"] as const)
    addresses.set(role, await roles.addressOf(role));
  await db.close();
});
afterAll(async () => {
  await server.close();
  await removeHome(home);
});

/** Runs SQL in a transaction that may write, and returns the code of its error or null. */
async function tryAs(role: StoreRole, sql: string, database?: string): Promise<string | null> {
  const url = addresses.get(role) ?? "";
  const client = new pg.Client(database === undefined ? url : databaseUrl(url, database));
  try {
    await client.connect();
    await client.query(`begin read write; ${sql}`);
    return null;
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? "") : "no answer";
  } finally {
    await client.end();
  }
}

const LOCK = "select pg_advisory_lock(7301553)";
const TEMPORARY = "create temporary table filler as select 1";

describe.each(["reader", "contacts"] as const)("the login %s of an embedded store", (role) => {
  it.each([
    ["takes a lock that runs wait for", LOCK],
    ["takes a lock for a transaction", "select pg_try_advisory_xact_lock_shared(1, 2)"],
    ["releases locks", "select pg_advisory_unlock_all()"],
    ["fills the disk with a temporary table", TEMPORARY],
    ["fills it with large objects", "select lo_from_bytea(0, 'x')"],
    ["makes an empty large object", "select lo_create(0)"],
  ])("never %s", async (_, sql) => {
    expect(await tryAs(role, sql)).toBe("42501");
  });

  it("enters no other database of the server", async () => {
    for (const database of ["postgres", "template1"])
      expect(await tryAs(role, "select 1", database)).toBe("42501");
  });

  it("still reads", async () => {
    expect(await tryAs(role, "select count(*) from candidates")).toBeNull();
  });
});

it.each(["writer", "privacy", "migrator"] as const)(
  "the login %s of an embedded store takes locks and makes temporary tables",
  async (role) => {
    for (const sql of [LOCK, TEMPORARY, "select pg_advisory_unlock_all()"])
      expect([sql, await tryAs(role, sql)]).toEqual([sql, null]);
  },
);
