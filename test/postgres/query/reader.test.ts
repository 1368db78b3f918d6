import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/postgres/database.ts";
import { openEmbeddedPostgres } from "../../../src/postgres/embedded/open-embedded-postgres.ts";
import { isReaderReady, prepareReader } from "../../../src/postgres/query/reader.ts";
import { runReadOnly } from "../../../src/postgres/query/run-read-only.ts";
import { databaseUrl } from "../../support/test-database.ts";

// Roles belong to the whole server, so that tests that change them have one of their own.
let serverUrl: string;
let admin: pg.Client;

beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), "sourcing-reader-"));
  const server = await openEmbeddedPostgres({ home });
  serverUrl = server.url;
  admin = new pg.Client(serverUrl);
  await admin.connect();
  await admin.query("create role maker login createrole password 'pw'");
  await admin.query("create role modest login password 'pw'");
  return async () => {
    await admin.end();
    await server.close();
    await rm(home, { recursive: true, force: true });
  };
});

beforeEach(async () => {
  const { rows } = await admin.query(
    "select datname from pg_database where not datistemplate and datname <> current_database() and datname like 'people%'",
  );
  for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`);
  await admin.query("drop role if exists sourcing_reader");
});

/** Lends a database that belongs to a user, with one table. */
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
    await db.pool.query("create table people (name text)");
    await db.pool.query("insert into people values ('Ada Beispiel')");
    return await use(db, url.href);
  } finally {
    await db.close();
  }
}

const readPeople = async (db: Database, url: string, secret = "secret") =>
  (await runReadOnly(db, url, secret, "select name from people", [])).rows;

describe("the reader", () => {
  it("is made by a user who may make roles and is no superuser", async () => {
    await withDatabase("people", "maker", async (db, url) => {
      expect(await isReaderReady(db)).toBe(false);
      expect(await readPeople(db, url)).toEqual([["Ada Beispiel"]]);
      expect(await isReaderReady(db)).toBe(true);
    });
  });

  it("is not made by a user who may not make roles, who is told what to run", async () => {
    await withDatabase("people", "modest", async (db, url) => {
      await expect(readPeople(db, url)).rejects.toThrow(
        'have an administrator run `alter role "modest" createrole`',
      );
    });
  });

  it("is not changed by a user who did not make it, who is told what to run", async () => {
    await withDatabase("people", null, async (db) => prepareReader(db, "of another"));
    await withDatabase("people_too", "maker", async (db, url) => {
      await expect(readPeople(db, url)).rejects.toThrow('grant sourcing_reader to "maker" with admin option');
      await admin.query("grant sourcing_reader to maker with admin option");
      expect(await readPeople(db, url)).toEqual([["Ada Beispiel"]]);
    });
  });

  it("reads tables that came after it", async () => {
    await withDatabase("people", null, async (db, url) => {
      await readPeople(db, url);
      await db.pool.query("create table later as select 1 as one");
      expect((await runReadOnly(db, url, "secret", "select one from later", [])).rows).toEqual([[1]]);
    });
  });

  it("gets the password that is asked for, where it has another", async () => {
    await withDatabase("people", null, async (db, url) => {
      await readPeople(db, url, "one secret");
      expect(await readPeople(db, url, "another")).toEqual([["Ada Beispiel"]]);
    });
  });

  it("is one for all databases of a server, made in several at the same moment too", async () => {
    await withDatabase("people", null, (one, oneUrl) =>
      withDatabase("people_too", null, async (two, twoUrl) => {
        await Promise.all([one, two, one, two].map((db) => prepareReader(db, "secret", 50)));
        expect(await readPeople(one, oneUrl)).toEqual([["Ada Beispiel"]]);
        expect(await readPeople(two, twoUrl)).toEqual([["Ada Beispiel"]]);
      }),
    );
  });

  it.each([
    "alter role sourcing_reader superuser",
    "alter role sourcing_reader createrole",
    "grant pg_write_all_data to sourcing_reader",
  ])("is refused once it may do more: %s", async (statement) => {
    await withDatabase("people", null, async (db, url) => {
      await readPeople(db, url);
      await admin.query(statement);
      await expect(readPeople(db, url)).rejects.toThrow("the role sourcing_reader may do more than read");
    });
  });
});
