import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { migrateDatabase } from "../../../src/database/migrate.ts";
import { openDatabase } from "../../../src/database/open-database.ts";
import { makeRoleStore } from "../../../src/database/roles/make-role-store.ts";
import { compareRights } from "../../../src/database/roles/read-rights.ts";
import { STORE_ROLES, type StoreRole } from "../../../src/database/roles/store-role.ts";
import { TABLE_RIGHTS, VIEWS } from "../../../src/database/roles/table-rights.ts";
import { seed } from "../../query/views/seed.ts";
import { type OwnServer, openOwnServer } from "../../support/own-server.ts";
import { EXAMPLE_SPECS, listen, withCli } from "../../support/test-cli.ts";
import { databaseUrl, openTestDatabase } from "../../support/test-database.ts";

it("every table and view of a store has its rights decided", async () => {
  const { db, close } = await openTestDatabase(inject("postgresUrl"));
  const { rows } = await db.pool.query(
    "select relname as name, relkind as kind from pg_class where relnamespace = current_schema()::text::regnamespace and relkind in ('r', 'p', 'v', 'm')",
  );
  await close();
  const names = (isTable: boolean) =>
    rows.flatMap(({ name, kind }) => ((kind === "r") === isTable ? [name] : [])).sort();
  expect(names(true)).toEqual(Object.keys(TABLE_RIGHTS).sort());
  expect(names(false)).toEqual([...VIEWS].sort());
});

type Addresses = Readonly<Record<StoreRole | "owner", string>>;

/** A new database, its roles, and then its tables, as a login of the migrator makes them. */
async function makeStore({ url, admin }: OwnServer, name: string): Promise<Addresses> {
  await admin.query(`create database ${name}`);
  const owner = databaseUrl(url, name);
  const db = openDatabase({ url: owner, connections: 2, applicationName: "test" });
  const roles = makeRoleStore(db, () => ({ db, url: owner, readSecret: async () => "secret" }));
  const addresses = { owner } as Record<StoreRole | "owner", string>;
  for (const role of STORE_ROLES) addresses[role] = await roles.addressOf(role);
  await db.close();
  await withCli({}, async ({ sourcing }) => {
    const migrated = await sourcing(["db", "migrate"], { DATABASE_URL: addresses.migrator });
    expect(migrated.code, migrated.stderr).toBe(0);
  });
  return addresses;
}

describe("a store whose roles were made before its tables, by one login of the migrator", () => {
  const clients = new Map<StoreRole, pg.Client>();
  let server: OwnServer;
  let store: Addresses;
  const as = async (role: StoreRole, sql: string) => (await clients.get(role)?.query(sql))?.rows;

  beforeAll(async () => {
    server = await openOwnServer();
    store = await makeStore(server, "store");
    const db = openDatabase({ url: store.owner, connections: 1, applicationName: "test" });
    await seed(db);
    await db.close();
    for (const role of STORE_ROLES) {
      const client = new pg.Client(store[role]);
      await client.connect();
      clients.set(role, client);
    }
    return async () => {
      for (const client of clients.values()) await client.end();
      await server.close();
    };
  });

  it("gives each role exactly its rights", async () => {
    const db = openDatabase({
      url: store.migrator,
      connections: 1,
      applicationName: "test",
    });
    for (const role of STORE_ROLES) {
      if (role !== "migrator")
        expect(await compareRights(db, role), role).toEqual({ missing: [], extra: [] });
    }
    await migrateDatabase(db);
    await db.close();
  });

  it("belongs to the migrator and to none of its logins, including the queue", async () => {
    expect(
      await as(
        "migrator",
        `select distinct pg_get_userbyid(relowner) as owner from pg_class where relkind in ('r', 'v', 'S')
         and relnamespace in (select oid from pg_namespace where nspname in ('public', 'drizzle', 'sourcing_queue'))`,
      ),
    ).toEqual([{ owner: "sourcing_migrator" }]);
    await as("migrator", "alter table profiles add column more text");
    await as("migrator", "alter table profiles drop column more");
  });

  const refused: Readonly<Record<Exclude<StoreRole, "migrator">, readonly string[]>> = {
    writer: [
      "delete from profiles",
      "delete from contacts",
      "delete from sightings",
      "delete from call_bodies",
      "delete from calls",
      "delete from export_people",
      "update sightings set seen_at = now()",
      "update credit_postings set credits = 0",
      "insert into suppressions (kind, digest) values ('email', 'd')",
      "delete from suppressions",
      "insert into erasures (kind, people, bodies) values ('forget', 1, 1)",
      "insert into notices (profile_id) values ('ada')",
      "update ledger_state set moved_to = null",
      "truncate workers",
      "create table mine (a integer)",
      "alter table profiles add column mine text",
      "drop view candidates",
      "create trigger mine before insert on profiles for each row execute function index_profiles()",
      "drop table sourcing_queue.job",
      "set role sourcing_migrator",
      "create role mine",
    ],
    privacy: [
      "insert into profiles (profile_id) values ('x')",
      "insert into calls default values",
      "update calls set credits = 0",
      "delete from calls",
      "insert into budgets (scope, key) values ('run', '1')",
      "update budgets set spent = 0",
      "delete from budgets",
      "insert into credit_postings (call_id, from_account, to_account, credits) values (1, 'a', 'b', 1)",
      "update ledger_state set held = true",
      "update ledger_state set moved_to = 'x'",
      "table api_keys",
      "insert into runs (selection) values ('{}')",
      "update search_specs set enabled = false",
      "delete from schedules",
      "delete from suppressions",
      "update suppressions set digest = 'x'",
      "delete from erasures",
      "update exports set people = 0",
      "create table mine (a integer)",
      "alter table profiles drop column summary",
      "table sourcing_queue.job",
      "set role sourcing_writer",
    ],
    reader: [
      "table contacts",
      "update profiles set summary = ''",
      "table sourcing_queue.job",
      "create table mine ()",
    ],
    contacts: ["table call_bodies", "update contacts set value = ''", "create table mine ()"],
  };

  it.each(
    Object.entries(refused).flatMap(([role, tries]) =>
      tries.map((sql) => ({ role: role as StoreRole, sql })),
    ),
  )("does not let $role do this: $sql", async ({ role, sql }) => {
    await as(role, "begin; set local transaction_read_only = off");
    await expect(as(role, sql)).rejects.toThrow(/permission denied|must be owner/);
    await as(role, "rollback");
  });

  it("lets privacy find, erase and suppress a person", async () => {
    await as("privacy", "begin");
    expect(
      await as(
        "privacy",
        "select p.profile_id from profiles p join contacts c using (profile_id) where value = 'bo@home.example'",
      ),
    ).toEqual([{ profile_id: "bo" }]);
    for (const sql of [
      "select raw from profile_versions where profile_id = 'bo' for update",
      "update call_bodies set body = '' where call_id = 1",
      "update profiles set summary = null where profile_id = 'ada'",
      "delete from export_people where profile_id = 'bo'",
      "delete from rejected_profiles where raw like '%bo%'",
      "delete from profiles where profile_id = 'bo'",
      "insert into suppressions (kind, digest, reason) values ('profile_id', 'd', 'asked') on conflict do nothing",
      "insert into erasures (kind, people, bodies) values ('forget', 1, 1)",
      "insert into notices (profile_id) values ('ada')",
      "update settings set retention_days = 30",
      "update ledger_state set pepper_check = coalesce(pepper_check, 'x') returning pepper_check",
      "select * from candidates",
    ])
      await as("privacy", sql);
    expect(await as("privacy", "select 1 from contacts where profile_id = 'bo'")).toEqual([]);
    await as("privacy", "rollback");
  });

  it("lets the writer buy, export, set schedules and work on waiting walks, but refuses it queries", {
    timeout: 180_000,
  }, async () => {
    const work = await makeStore(server, "work");
    const writer = { DATABASE_URL: work.writer };
    await withCli({}, async ({ folder, sourcing, start }) => {
      const contacts = join(folder, "contacts.csv");
      await writeFile(
        contacts,
        "spec,location,reveal_info,data_types,max_pages,nightly\nwork,Berlin,yes,work_email,2,yes\nphone,Berlin,yes,phone,2,yes\n",
      );
      for (const args of [
        ["run", contacts],
        ["run", contacts],
        ["run", EXAMPLE_SPECS, "--max-pages", "1"],
        ["specs", "import", contacts],
        [
          "schedule",
          "set",
          "nightly",
          "--cron",
          "0 2 * * *",
          "--tz",
          "UTC",
          "--specs",
          "work,phone",
          "--budget",
          "1000",
        ],
        ["schedule", "list"],
        ["schedule", "run-now", "nightly"],
        ["schedule", "remove", "nightly"],
        ["specs", "import", EXAMPLE_SPECS],
        ["specs", "disable", "paris-vp-product"],
        ["specs", "enable", "paris-vp-product"],
        ["plan", EXAMPLE_SPECS],
        ["export", "--contacts"],
        ["exports"],
        ["exports", "undo", "1"],
        ["hold"],
        ["release"],
        ["runs", "last"],
        ["credits"],
        ["status"],
        ["doctor"],
        ["run", "--specs", "paris-vp-product", "--max-pages", "1", "--detach"],
      ]) {
        const { code, stderr } = await sourcing(args, writer);
        expect(code, `${args.join(" ")}: ${stderr}`).toBe(0);
      }
      const asked = await sourcing(
        ["query", "select count(*) > 25 as many from candidates", "--format", "json"],
        writer,
      );
      expect(asked).toMatchObject({ code: 2, stdout: "" });
      expect(asked.stderr).toContain("`sourcing db url --role NAME --password`");
      const erasing = await sourcing(["forget", "nobody@example.com", "--yes"], writer);
      expect(erasing).toMatchObject({ code: 1, stdout: "" });
      expect(erasing.stderr).toContain("this login may not do that; `sourcing db roles`");
      const worker = start(["worker"], writer);
      const log = listen(worker);
      const db = openDatabase({ url: work.owner, connections: 1, applicationName: "test" });
      const done = () => db.pool.query("select from runs where status = 'done'");
      await expect.poll(async () => (await done()).rowCount, { timeout: 60_000 }).toBe(5);
      await db.close();
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toMatchObject({ code: 143 });
      expect(log()).toContain("`sourcing retention` as the privacy role");
      expect(log()).not.toMatch(/"level":50/);
    });
  });

  it("lets privacy answer requests, erase, send notices and delete by age", {
    timeout: 120_000,
  }, async () => {
    const { owner, migrator, privacy } = await makeStore(server, "requests");
    const db = openDatabase({ url: owner, connections: 1, applicationName: "test" });
    await withCli({}, async ({ sourcing }) => {
      await sourcing(["run", EXAMPLE_SPECS, "--max-pages", "1"], { DATABASE_URL: owner });
      expect(await sourcing(["reparse"], { DATABASE_URL: migrator })).toMatchObject({ code: 0 });
      const { rows } = await db.pool.query(
        "select min(profile_id) as id, count(*)::int as people from profiles",
      );
      const [{ id, people }] = rows;
      await db.pool.query("update profiles set first_seen_at = now() - interval '40 days'");
      await db.pool.query("update call_bodies set received_at = now() - interval '40 days'");
      for (const args of [
        ["person", id, "--export"],
        ["forget", id, "--preview"],
        ["forget", id, "--yes"],
        ["notices", "--due", "--csv"],
        ["notices", "sent", "--all-due"],
        ["retention", "--dry-run"],
      ]) {
        const { code, stderr } = await sourcing(args, { DATABASE_URL: privacy, RETENTION_DAYS: "30" });
        expect(code, `${args.join(" ")}: ${stderr}`).toBe(0);
      }
      const { code, stdout, stderr } = await sourcing(["retention"], {
        DATABASE_URL: privacy,
        RETENTION_DAYS: "30",
      });
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(`Deleted: ${people - 1} people`);
      expect((await db.pool.query("select from call_bodies")).rowCount).toBe(0);
    });
    await db.close();
  });
});
