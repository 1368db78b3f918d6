import { beforeAll, describe, expect, inject, it } from "vitest";
import { migrateDatabase } from "../../../../src/database/migrate.ts";
import { withSchema } from "../../../../src/database/namespace/store-schema.ts";
import { openDatabase } from "../../../../src/database/open-database.ts";
import { applyGrants } from "../../../../src/database/roles/apply-grants.ts";
import {
  describeForeignRights,
  readForeignRights,
  revokeForeignRights,
} from "../../../../src/database/roles/foreign/foreign-rights.ts";
import { describeIndirectRights } from "../../../../src/database/roles/foreign/indirect-rights.ts";
import { FUNCTIONS } from "../../../../src/database/roles/function-rights.ts";
import { makeRoleStore } from "../../../../src/database/roles/make-role-store.ts";
import { ask } from "../../../support/ask.ts";
import { type OwnServer, openOwnServer } from "../../../support/own-server.ts";
import { withCli } from "../../../support/test-cli.ts";
import { databaseUrl, openTestDatabase } from "../../../support/test-database.ts";

it("every function of a store is known to those who grant rights", async () => {
  const { db, close } = await openTestDatabase(inject("postgresUrl"));
  const { rows } = await db.pool.query(
    `select proname as name from pg_proc where pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e') order by 1`,
  );
  await close();
  expect(rows.map(({ name }) => name)).toEqual([...FUNCTIONS].sort());
});

describe("a server whose default privileges give everything to another role, as hosted services do", () => {
  let server: OwnServer;
  let url: string;

  beforeAll(async () => {
    server = await openOwnServer();
    await server.admin.query("create role anon login");
    await server.admin.query("create database hosted");
    url = databaseUrl(server.url, "hosted");
    const db = openDatabase({ url, connections: 1, applicationName: "test" });
    for (const kind of ["tables", "sequences", "functions"])
      await db.pool.query(`alter default privileges grant all on ${kind} to anon, public`);
    await db.close();
    return server.close;
  });

  const privilegesOfAnon = `
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname in ('public', 'drizzle', 'sourcing_queue') and relkind in ('r', 'v') and relname <> 'interviews'
        and (has_table_privilege('anon', c.oid, 'select,insert,update,delete,truncate')
          or has_any_column_privilege('anon', c.oid, 'select,insert,update'))
    union all select oid::regclass::text from pg_class where relname not like 'interviews%'
        and case relkind when 'S' then has_sequence_privilege('anon', oid, 'select,usage,update') else false end
    union all select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = pronamespace
      where (proname = 'fold_text' or nspname = 'sourcing_queue') and has_function_privilege('anon', p.oid, 'execute')`;

  it("gives the store away to nobody after a migration, and our own roles keep what is theirs", async () => {
    const db = openDatabase({ url, connections: 2, applicationName: "test" });
    try {
      await db.pool.query("create table interviews (id serial, notes text)");
      await withCli({}, async ({ sourcing }) => {
        const migrated = await sourcing(["db", "migrate"], { DATABASE_URL: url });
        expect(migrated.code, migrated.stderr).toBe(0);
      });
      expect((await db.pool.query(privilegesOfAnon)).rows).toEqual([]);
      const { rows } = await db.pool.query(
        "select has_table_privilege('anon', 'interviews', 'select') as reads",
      );
      expect(rows).toEqual([{ reads: true }]);
      const names = "select fold_text(full_name) from candidates";
      expect((await ask({ db, url, readSecret: async () => "secret" }, names)).rows).toEqual([]);
      await applyGrants(db);
      expect((await ask({ db, url, readSecret: async () => "secret" }, names)).rows).toEqual([]);
    } finally {
      await db.close();
    }
  });

  it("is told by doctor of every other role with a right, a column's too, until the next migration", async () => {
    const db = openDatabase({ url, connections: 2, applicationName: "test" });
    try {
      await migrateDatabase(db);
      await makeRoleStore(db, () => ({ db, url, readSecret: async () => "secret" })).addressOf("writer");
      await db.pool.query("grant select (full_name) on profiles to anon; grant delete on contacts to public");
      await db.pool.query("grant usage on sequence calls_id_seq to anon");
      expect(await describeForeignRights(db, db.schema)).toEqual([
        "everybody: delete on 1 of its tables, views, sequences and functions",
        "role anon: select, usage on 2 of its tables, views, sequences and functions",
      ]);
      await withCli({}, async ({ sourcing }) => {
        const before = await sourcing(["doctor"], { DATABASE_URL: url });
        expect(before).toMatchObject({ code: 1, stdout: expect.stringContaining("FAIL outside the store") });
        expect(before.stdout).toContain("role anon: select");
        await sourcing(["db", "migrate"], { DATABASE_URL: url });
        const after = await sourcing(["doctor"], { DATABASE_URL: url });
        expect(after.stdout).not.toContain("FAIL");
      });
      expect(await readForeignRights(db, db.schema)).toEqual([]);
    } finally {
      await db.close();
    }
  });

  it("gives nothing away that a later migration makes, not for a moment", async () => {
    await server.admin.query("create database later");
    const later = databaseUrl(server.url, "later");
    const db = openDatabase({ url: later, connections: 2, applicationName: "test" });
    try {
      await db.pool.query("alter default privileges in schema public grant all on tables to anon");
      await migrateDatabase(db);
      // As an earlier version left it: the newest migration has made views anew.
      const { rows } = await db.pool.query("select pg_get_viewdef('candidates') as definition");
      await db.pool.query(`drop view candidates cascade; create view candidates as ${rows[0]?.definition}`);
      expect(await describeForeignRights(db, db.schema)).toEqual([expect.stringContaining("role anon")]);
      await db.transaction((tx) => revokeForeignRights(tx, db.schema));
      expect(await describeForeignRights(db, db.schema)).toEqual([]);
    } finally {
      await db.close();
    }
  });

  it("names who reaches the store through another role, or could plant functions, and revokes that in a schema of its own", async () => {
    await server.admin.query("create role reporting login");
    await server.admin.query("create database indirect");
    for (const schema of ["public", "recruiting"]) {
      const place = withSchema(databaseUrl(server.url, "indirect"), schema);
      const db = openDatabase({ url: place, connections: 2, applicationName: "test" });
      try {
        await migrateDatabase(db);
        await db.pool.query(`grant create on schema ${schema} to anon; grant pg_read_all_data to reporting`);
        const lines = await describeIndirectRights(db, schema);
        expect(lines).toEqual([
          "role reporting reads the store's data as a member of pg_read_all_data",
          expect.stringContaining(`\`revoke create on schema "${schema}" from "anon"\``),
        ]);
        expect(await describeForeignRights(db, schema)).toEqual([]);
        await applyGrants(db);
        expect(await describeIndirectRights(db, schema)).toEqual(
          schema === "public" ? lines : lines.slice(0, 1),
        );
      } finally {
        await db.pool.query("revoke pg_read_all_data from reporting");
        await db.close();
      }
    }
  });
});
