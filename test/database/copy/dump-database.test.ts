import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, inject, it } from "vitest";
import { openDump } from "../../../src/composition/transfer/dump-store.ts";
import { dumpDatabase } from "../../../src/database/copy/dump-database.ts";
import { restoreDatabase } from "../../../src/database/copy/restore-database.ts";
import type { Database } from "../../../src/database/database.ts";
import { migrateDatabase, migrationState } from "../../../src/database/migrate.ts";
import { readMigrations } from "../../../src/database/namespace/known-migrations.ts";
import { UsageError } from "../../../src/values/errors.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { leaseWalk, parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { contentsOf, count, OTHERS, tablesOf } from "./store-rows.ts";

interface Places {
  readonly app: TestApp;
  readonly source: string;
  readonly target: TestDatabase;
}

/** A store with a run that has ended, and an empty database. */
async function withStore(use: (places: Places) => Promise<void>): Promise<void> {
  const target = await openTestDatabase(inject("postgresUrl"));
  let source = "";
  const through = async (url: string) => {
    source = url;
    return url;
  };
  try {
    await withTestApp({ through }, async (app) => {
      await app.run([parisSpec({ maxPages: 2 })]);
      await use({ app, source, target });
    });
  } finally {
    await target.close();
  }
}

async function dump(url: string, contacts = true, onTable: () => void = () => {}): Promise<Buffer> {
  const out = new PassThrough();
  const whole = buffer(out);
  await dumpDatabase(url, out, { contacts, onTable });
  out.end();
  return whole;
}

async function restore(url: string, bytes: Uint8Array, replace = false) {
  const opened = await openDump(Readable.from([bytes], { objectMode: false }));
  return restoreDatabase(url, opened, { replace, onTable: () => {} });
}

const storeTables = async (db: Database) =>
  (await tablesOf(db)).filter((table) => table !== "role_secrets" && table !== "interviews");

async function contents(db: Database): Promise<Map<string, unknown[]>> {
  const all = new Map<string, unknown[]>();
  for (const table of await storeTables(db)) all.set(table, await contentsOf(db, table));
  return all;
}

describe("a dump that is restored", () => {
  it("has every table, row by row, and its sequences continue", async () => {
    await withStore(async ({ app, source, target }) => {
      for (const statement of OTHERS) await app.db.pool.query(statement);
      await app.db.pool.query("create table interviews as select 'hired' as notes");
      for (const table of await storeTables(app.db))
        expect([table, await count(app.db, table)]).not.toEqual([table, 0]);
      const bytes = await dump(source);
      const [secret] = await rowsOf(app, "select encode(secret, 'hex') as hex from role_secrets");
      expect(bytes.toString("latin1")).not.toContain(String(secret?.hex));
      const { tables } = await restore(target.url, bytes);
      expect(tables.map(({ table }) => table).sort()).toEqual(await storeTables(app.db));
      expect(await contents(target.db)).toEqual(await contents(app.db));
      for (const { name } of await rowsOf(
        app,
        "select sequencename as name from pg_sequences where schemaname = current_schema()",
      )) {
        const next = `select nextval('${name}') as next`;
        expect([name, await rowsOf(target, next)]).toEqual([name, await rowsOf(app, next)]);
      }
      const off = "select 1 from pg_trigger where not tgisinternal and tgenabled <> 'O'";
      expect(await rowsOf(target, off)).toEqual([]);
      await expectInvariants(target.db, app.simulator);
    });
  });

  it("is the store of one moment, whatever is written while it is made", async () => {
    await withStore(async ({ app, source, target }) => {
      const before = await contents(app.db);
      const writing: Promise<unknown>[] = [];
      const bytes = await dump(source, true, () => {
        if (writing.length > 0) return;
        writing.push(
          app.db.pool.query("update profiles set headline = 'later'"),
          app.db.pool.query("insert into suppressions (kind, digest) values ('email', 'later')"),
          app.run([parisSpec({ spec: "later", maxPages: 1 })]),
        );
      });
      await Promise.all(writing);
      await restore(target.url, bytes);
      expect(await contents(target.db)).toEqual(before);
    });
  });

  it("without contacts holds no address, no number and nothing raw, and says that it cannot buy", async () => {
    await withStore(async ({ app, source, target }) => {
      const { pool } = app.db;
      await pool.query(
        "insert into contacts (profile_id, kind, value) select profile_id, 'email', 'hidden@example.com' from profiles",
      );
      await pool.query(`update profile_versions set raw = '{"mobile": "hidden-number"}'`);
      await pool.query("update call_bodies set body = 'hidden-body'");
      const bytes = await dump(source, false);
      // Bytes are written in hexadecimal.
      for (const hidden of ["hidden", Buffer.from("hidden").toString("hex")])
        expect(bytes.toString("latin1")).not.toContain(hidden);
      await restore(target.url, bytes);
      expect([await count(target.db, "profiles"), await count(target.db, "sightings")]).toEqual([50, 50]);
      const [{ moved_to: movedTo } = {}] = await rowsOf(target, "select moved_to from ledger_state");
      expect(movedTo).toContain("dumped without contacts");
    });
  });

  it("keeps who was suppressed here in the meantime", async () => {
    await withStore(async ({ app, source }) => {
      const bytes = await dump(source);
      await app.db.pool.query("insert into suppressions (kind, digest) values ('email', 'since')");
      const restored = await restore(source, bytes, true);
      expect(restored.keptSuppressions).toBe(1);
      expect(await rowsOf(app, "select digest from suppressions")).toEqual([{ digest: "since" }]);
    });
  });

  it("of an older version is migrated", async () => {
    await withStore(async ({ app, target }) => {
      const older = await openTestDatabase(inject("postgresUrl"));
      const { pool } = older.db;
      await pool.query(
        "drop schema public cascade; create schema public; delete from drizzle.__drizzle_migrations",
      );
      const known = readMigrations("public");
      for (const { sql, hash, folderMillis } of known.slice(0, 21)) {
        for (const statement of sql) await pool.query(statement);
        await pool.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
          hash,
          folderMillis,
        ]);
      }
      await pool.query("insert into suppressions (kind, digest) values ('email', 'of old')");
      const bytes = await dump(older.directUrl);
      await older.close();
      await target.db.pool.query("create table interviews (notes text)");
      await expect(restore(target.url, bytes)).rejects.toThrow(
        /older version of sourcing \(21 of \d+ migrations\).*more than the store \(interviews\)/,
      );
      await target.db.pool.query("drop table interviews");
      await restore(target.url, bytes);
      expect((await migrationState(target.db)).applied).toBe(21);
      await migrateDatabase(target.db);
      const { applied } = await migrationState(target.db);
      expect(applied).toBe(known.length);
      expect(await rowsOf(target, "select digest from suppressions")).toEqual([{ digest: "of old" }]);
      expect(await storeTables(target.db)).toEqual(await storeTables(app.db));
    });
  });
});

describe("a restore is refused, and changes nothing,", () => {
  it("into a store that holds something, unless it may be replaced", async () => {
    await withStore(async ({ app, source }) => {
      const bytes = await dump(source);
      const before = await contents(app.db);
      await expect(restore(source, bytes)).rejects.toThrow("say --yes");
      await restore(source, bytes, true);
      expect(await contents(app.db)).toEqual(before);
    });
  });

  it("while a walk is leased, or a page is stored", async () => {
    await withStore(async ({ app, source }) => {
      const bytes = await dump(source);
      const storing = await app.db.pool.connect();
      await storing.query("begin; update profiles set headline = null");
      await expect(restore(source, bytes, true)).rejects.toThrow("`db restore` again");
      await storing.query("rollback");
      storing.release();
      await leaseWalk(app, parisSpec(), { run: { restart: true } });
      await expect(restore(source, bytes, true)).rejects.toThrow("`db restore` again");
    });
  });

  it("where the two lists of people to forget are under different peppers", async () => {
    await withStore(async ({ app, source }) => {
      await app.db.pool.query("update ledger_state set pepper_check = 'one'");
      const bytes = await dump(source);
      await app.db.pool.query("update ledger_state set pepper_check = 'another'");
      await restore(source, bytes, true);
      await app.db.pool.query("update ledger_state set pepper_check = 'another'");
      await app.db.pool.query("insert into suppressions (kind, digest) values ('email', 'd')");
      await expect(restore(source, bytes, true)).rejects.toThrow("another pepper");
      expect(await count(app.db, "suppressions")).toBe(1);
    });
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      "of a newer version",
      (text) => text.replace('"migrations":[', '"migrations":["x","y","z",'),
      /newer version of sourcing/,
    ],
    [
      "of another version",
      (text) => text.replace(/"migrations":\["[0-9a-f]{4}/, '"migrations":["0000'),
      /another version/,
    ],
    ["of another format", (text) => text.replace('"version":1', '"version":2'), /damaged/],
    ["cut in the middle", (text) => text.slice(0, text.length / 2), /ends too early|damaged/],
    ["cut before its end", (text) => text.replace('{"end":true}\n', ""), /ends too early/],
    [
      "that lost a row",
      (text) => text.replace(/(\{"table":"sightings".*\n).*\n/, "$1"),
      /sightings is damaged/,
    ],
    [
      "with another value",
      (text) => text.replace("Product Manager", "Product Monager"),
      /is damaged|damaged/,
    ],
    [
      "with a row of text",
      (text) => text.replace(/(\{"table":"sightings".*\n)/, "$1odd\n"),
      /sightings is damaged/,
    ],
    [
      "that lost a table",
      (text) => text.replace(/\{"table":"suppressions"[^}]*\}\n\\\.\n.*\n/, ""),
      /lacks the table/,
    ],
    [
      "with a table of its own",
      (text) => text.replace('{"table":"suppressions"', '{"table":"role_secrets"'),
      /role_secrets/,
    ],
    [
      "with a column of its own",
      (text) => text.replace('"\\"digest\\""', '"digest) from program (x"'),
      /which this store has not/,
    ],
  ])("by a dump %s", async (_, change, words) => {
    await withStore(async ({ app, source }) => {
      const whole = await dump(source);
      const changed = change(whole.toString("latin1"));
      expect(changed).not.toBe(whole.toString("latin1"));
      const before = await contents(app.db);
      const refused = restore(source, Buffer.from(changed, "latin1"), true);
      await expect(refused).rejects.toThrow(UsageError);
      await expect(refused).rejects.toThrow(words);
      expect(await contents(app.db)).toEqual(before);
    });
  });
});
