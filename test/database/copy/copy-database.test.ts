import { describe, expect, inject, it } from "vitest";
import { copyDatabase } from "../../../src/database/copy/copy-database.ts";
import type { Database } from "../../../src/database/database.ts";
import { UsageError } from "../../../src/values/errors.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { leaseWalk, letLeasesExpire, openNext, parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { contentsOf, count, OTHERS, tablesOf } from "./store-rows.ts";

interface Places {
  readonly app: TestApp;
  readonly source: TestDatabase["url"];
  readonly target: TestDatabase;
}

/** A store with a run that has ended, and an empty database. */
async function withStore(use: (places: Places) => Promise<void>): Promise<void> {
  const target = await openTestDatabase(inject("postgresUrl"));
  // Databases of one template bear one name.
  await target.db.pool.query("update ledger_state set store_id = gen_random_uuid()");
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

const copy = ({ source, target }: Places, onTable: () => void = () => {}) =>
  copyDatabase({ from: source, to: target.url, displayUrl: "elsewhere/db" }, onTable);

async function expectEmpty(db: Database): Promise<void> {
  for (const table of await tablesOf(db)) {
    expect([table, await count(db, table)]).toEqual([
      table,
      ["ledger_state", "role_secrets", "settings"].includes(table) ? 1 : 0,
    ]);
  }
  expect(
    await rowsOf({ db }, "select 1 from pg_trigger where not tgisinternal and tgenabled <> 'O'"),
  ).toEqual([]);
}

const movedTo = async (db: Database) =>
  (await rowsOf({ db }, "select moved_to from ledger_state"))[0]?.moved_to;

describe("a store that is copied", () => {
  it("has every table, row by row, and its sequences continue", async () => {
    await withStore(async (places) => {
      const { app, target } = places;
      for (const statement of OTHERS) await app.db.pool.query(statement);
      const tables = (await tablesOf(app.db)).filter((table) => table !== "role_secrets");
      for (const table of tables) expect([table, await count(app.db, table)]).not.toEqual([table, 0]);
      const before = new Map<string, unknown>();
      for (const table of tables) before.set(table, await contentsOf(app.db, table));
      const { tables: copied, ...rest } = await copy(places);
      expect(rest).toEqual({ copiedNow: true, held: false, hasPepper: false });
      expect(copied.map(({ table }) => table).sort()).toEqual(tables);
      for (const table of tables)
        expect([table, await contentsOf(target.db, table)]).toEqual([table, before.get(table)]);
      for (const { table, source, target: there } of copied) expect([table, there]).toEqual([table, source]);
      const sequences = await rowsOf(
        app,
        "select sequencename as name from pg_sequences where schemaname = current_schema()",
      );
      expect(sequences.length).toBeGreaterThan(5);
      for (const { name } of sequences) {
        const next = `select nextval('${name}') as next`;
        expect([name, await rowsOf(target, next)]).toEqual([name, await rowsOf(app, next)]);
      }
      expect([await movedTo(app.db), await movedTo(target.db)]).toEqual(["elsewhere/db", null]);
      await expectInvariants(target.db, app.simulator);
    });
  });

  it("derives rows of people there as it does here", async () => {
    await withStore(async (places) => {
      await copy(places);
      const { db } = places.target;
      await db.pool.query("update profiles set headline = 'Something Else'");
      const found = await rowsOf({ db }, "select 1 from profile_search where headline = 'something else'");
      expect(found.length).toBe(50);
    });
  });

  it("opens no call while it is copied or later", async () => {
    await withStore(async (places) => {
      const hands = await leaseWalk(places.app, parisSpec(), { run: { restart: true } });
      await letLeasesExpire(places.app);
      const tries: Promise<unknown>[] = [];
      await copy(places, () => {
        if (tries.length === 0) tries.push(openNext(hands).catch((error: unknown) => error));
      });
      tries.push(openNext(hands).catch((error: unknown) => error));
      for (const refused of await Promise.all(tries)) {
        expect(refused).toBeInstanceOf(UsageError);
        expect(String(refused)).toContain("elsewhere/db");
      }
      expect(await count(places.target.db, "calls")).toBe(2);
    });
  });
});

describe("a copy is refused", () => {
  it("while a walk is leased", async () => {
    await withStore(async (places) => {
      await leaseWalk(places.app, parisSpec(), { run: { restart: true } });
      await expect(copy(places)).rejects.toThrow("in use");
      await expectEmpty(places.target.db);
      expect(await movedTo(places.app.db)).toBeNull();
    });
  });

  it("while a page of people is stored", async () => {
    await withStore(async (places) => {
      const storing = await places.app.db.pool.connect();
      await storing.query("begin; update profiles set headline = null");
      const refused = expect(copy(places)).rejects.toThrow("in use");
      await refused;
      await storing.query("rollback");
      storing.release();
      await expectEmpty(places.target.db);
    });
  });

  it("into a database that is not empty", async () => {
    await withStore(async (places) => {
      const { db } = places.target;
      await db.pool.query("insert into suppressions (kind, digest) values ('email', 'd')");
      await expect(copy(places)).rejects.toThrow("not empty (suppressions)");
      expect(await movedTo(places.app.db)).toBeNull();
    });
  });

  it("into itself", async () => {
    await withStore(async ({ app, source }) => {
      const self = copyDatabase({ from: source, to: source, displayUrl: "here" }, () => {});
      await expect(self).rejects.toThrow("very database");
      expect(await movedTo(app.db)).toBeNull();
    });
  });

  it("twice", async () => {
    await withStore(async (places) => {
      await copy(places);
      await expect(copy(places)).rejects.toThrow("was moved to elsewhere/db");
    });
  });

  it("after half of it failed, leaves the target empty, and the next copy works", async () => {
    await withStore(async (places) => {
      const { db } = places.target;
      const before = await rowsOf({ db }, "select * from ledger_state");
      await db.pool.query("alter table sightings add constraint never check (position <> 7) not valid");
      await expect(copy(places)).rejects.toThrow("23514");
      await expectEmpty(db);
      expect(await rowsOf({ db }, "select * from ledger_state")).toEqual(before);
      expect(await movedTo(places.app.db)).toBeNull();
      await db.pool.query("alter table sightings drop constraint never");
      expect((await copy(places)).copiedNow).toBe(true);
    });
  });
});

describe("a process that dies when the target is committed and the source is not", () => {
  /** Both databases as such a death leaves them. */
  async function die(places: Places): Promise<void> {
    const { pool } = places.app.db;
    await pool.query(`create function die() returns trigger language plpgsql as $$ begin raise 'dead'; end $$;
      create trigger die before update on ledger_state for each row execute function die()`);
    await expect(copy(places)).rejects.toThrow("could not be marked as moved (the database says P0001");
    await pool.query("drop trigger die on ledger_state; drop function die");
    expect(await count(places.target.db, "profiles")).toBe(50);
    expect(await movedTo(places.app.db)).toBeNull();
  }

  it("leaves a complete copy, which the next copy verifies and finishes", async () => {
    await withStore(async (places) => {
      await die(places);
      const { copiedNow, tables } = await copy(places);
      expect(copiedNow).toBe(false);
      expect(tables).toContainEqual({ table: "profiles", source: 50, target: 50 });
      expect([await movedTo(places.app.db), await movedTo(places.target.db)]).toEqual(["elsewhere/db", null]);
    });
  });

  it.each<[string, (places: Places) => Database]>([
    ["here", ({ app }) => app.db],
    ["there", ({ target }) => target.db],
  ])("leaves it to a person where the store was used since %s", async (_, of) => {
    await withStore(async (places) => {
      await die(places);
      await of(places).pool.query("insert into suppressions (kind, digest) values ('email', 'd')");
      await expect(copy(places)).rejects.toThrow("(suppressions differs)");
      expect(await movedTo(places.app.db)).toBeNull();
    });
  });
});
