import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { type OwnServer, openOwnServer } from "../support/own-server.ts";
import { type Ended, type TestCli, withCli } from "../support/test-cli.ts";
import { databaseUrl } from "../support/test-database.ts";

const COUNT = "select count(*) from candidates";
/** What hosted services set, and more: roles of their API may do everything with whatever is made in the database. */
const HOSTILE = ["tables", "sequences", "functions"].flatMap((kind) => [
  `alter default privileges in schema public grant all on ${kind} to anon, authenticated, public`,
  `alter default privileges grant all on ${kind} to anon, service_role`,
]);

let server: OwnServer;
beforeAll(async () => {
  server = await openOwnServer();
  for (const role of ["anon", "authenticated", "service_role", "neighbour"])
    await server.admin.query(`create role ${role} login`);
  return server.close;
});

/** Lends a database in which public and another schema are somebody else's. */
async function withHosted(
  name: string,
  use: (cli: TestCli & { readonly url: string; rows(sql: string): Promise<unknown[]> }) => Promise<void>,
): Promise<void> {
  await server.admin.query(`create database ${name}`);
  const url = databaseUrl(server.url, name);
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of HOSTILE) await client.query(statement);
    await client.query("create schema neighbours authorization neighbour");
    await client.query("create table public.profiles (id serial primary key, notes text)");
    await client.query("create view public.candidates as select notes from public.profiles");
    const rows = async (sql: string) => (await client.query(sql)).rows;
    await withCli({}, (cli) => use({ ...cli, url, rows }));
  } finally {
    await client.end();
  }
}

async function writeSpec({ folder }: TestCli): Promise<string> {
  const file = join(folder, "specs.csv");
  await writeFile(file, 'spec,job_title,location,max_pages\nparis,Product Manager,"Paris, France",2\n');
  return file;
}

function expectDone(ended: Ended): Ended {
  expect(ended.code, ended.stderr).toBe(0);
  return ended;
}

const RELATIONS = `select nspname || '.' || relname as name from pg_class join pg_namespace n on n.oid = relnamespace
  where nspname not like 'pg\\_%' and nspname <> 'information_schema' and nspname not like $1 and relkind in ('r', 'v', 'S')
  order by 1`;

describe("a store in a schema of its own", () => {
  it("does everything there, touches nothing outside and gives nobody a right to it", async () => {
    await withHosted("hosted", async (cli) => {
      const { sourcing, url, rows, folder } = cli;
      const file = await writeSpec(cli);
      const env = { DATABASE_URL: url, DATABASE_SCHEMA: "recruiting" };
      const outside = RELATIONS.replace("$1", "'%recruiting%'");
      const before = await rows(outside);
      expect((await sourcing(["run", file], env)).stderr).toContain("schema recruiting has 0 of");
      expectDone(await sourcing(["db", "migrate"], env));
      expectDone(await sourcing(["run", file], env));
      expect(await rows(outside)).toEqual(before);
      expect(await rows("select 1 from pg_namespace where nspname in ('drizzle', 'sourcing_queue')")).toEqual(
        [],
      );
      expect((await sourcing(["db", "status"], env)).stdout).toContain("schema recruiting: ");
      expect(expectDone(await sourcing(["doctor"], env)).stdout).not.toContain("FAIL");
      const counted = await sourcing(["query", COUNT, "--format", "csv"], env);
      expect(counted).toMatchObject({ code: 0, stdout: "count\n50\n" });
      expectDone(await sourcing(["query", "new-this-week"], env));
      expectDone(await sourcing(["export", "--out", join(folder, "people.csv")], env));
      expect(
        await rows(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = relnamespace,
          unnest(array['anon', 'authenticated', 'service_role']) as role
        where nspname like '%recruiting' and (case when relkind = 'S' then has_sequence_privilege(role, c.oid, 'usage,select,update')
          when relkind in ('r', 'v') then has_table_privilege(role, c.oid, 'select,insert,update,delete,truncate,references,trigger')
            or has_any_column_privilege(role, c.oid, 'select,insert,update') end)`),
      ).toEqual([]);
    });
  });

  it("needs nothing of public, erases, and is rewritten by a scrub", async () => {
    await withHosted("alone", async (cli) => {
      const { sourcing, url, rows } = cli;
      const file = await writeSpec(cli);
      const env = { DATABASE_URL: url, DATABASE_SCHEMA: "recruiting" };
      await rows("drop schema public cascade");
      expectDone(await sourcing(["db", "migrate"], env));
      expectDone(await sourcing(["run", file], env));
      const [{ id }] = (await rows("select min(profile_id) as id from recruiting.profiles")) as [
        { id: string },
      ];
      expectDone(await sourcing(["person", id], env));
      expectDone(await sourcing(["forget", id, "--yes"], env));
      expectDone(await sourcing(["retention", "--scrub"], env));
      expectDone(await sourcing(["reparse"], env));
      expect(await rows("select count(*)::int as people from recruiting.profiles")).toEqual([{ people: 49 }]);
      expectDone(await sourcing(["run", file, "--restart"], env));
      expect(await rows("select count(*)::int as people from recruiting.profiles")).toEqual([{ people: 49 }]);
    });
  });

  it("moves to another schema and beside another store of the same database", async () => {
    await withHosted("moved", async (cli) => {
      const { sourcing, url, rows, simulator } = cli;
      const file = await writeSpec(cli);
      const inSchema = (schema: string) => ({ DATABASE_URL: url, DATABASE_SCHEMA: schema });
      expectDone(await sourcing(["db", "migrate"], inSchema("recruiting")));
      expectDone(await sourcing(["run", file], inSchema("recruiting")));
      expectDone(await sourcing(["db", "dump", "store.dump"], inSchema("recruiting")));
      expectDone(await sourcing(["db", "restore", "store.dump"], inSchema("restored")));
      expect(await rows("select count(*)::int as n from restored.sightings")).toEqual([{ n: 50 }]);
      const copied = await sourcing(["db", "copy", "--to", `${url}?schema=copied`], inSchema("recruiting"));
      expect(expectDone(copied).stderr).toContain("DATABASE_SCHEMA=copied");
      expect(await rows("select count(*)::int as n from copied.sightings")).toEqual([{ n: 50 }]);
      const moved = await sourcing(["run", file, "--restart"], inSchema("recruiting"));
      expect(moved).toMatchObject({ code: 2, stderr: expect.stringContaining("DATABASE_SCHEMA=copied") });
      expectDone(await sourcing(["run", file, "--restart"], inSchema("copied")));
      expectDone(await sourcing(["run", file, "--restart"], inSchema("restored")));
      expect(simulator.requests).toHaveLength(6);
      for (const schema of ["copied", "restored"])
        expect((await sourcing(["query", COUNT, "--format", "csv"], inSchema(schema))).stdout).toBe(
          "count\n50\n",
        );
    });
  });

  it("is not forgotten for an empty schema, nor one of the embedded database", {
    timeout: 300_000,
  }, async () => {
    await withHosted("mistyped", async (cli) => {
      const { sourcing, url, simulator } = cli;
      const file = await writeSpec(cli);
      for (const [DATABASE_URL, full, empty] of [
        [url, "recruiting", "recuriting"],
        ["", "public", "talent"],
      ] as const) {
        const bought = simulator.requests.length;
        const inSchema = (schema: string) => ({
          DATABASE_URL,
          DATABASE_SCHEMA: schema,
          SOURCING_HOME: join(cli.folder, full),
        });
        expectDone(await sourcing(["db", "migrate"], inSchema(full)));
        expectDone(await sourcing(["run", file], inSchema(full)));
        expectDone(await sourcing(["db", "migrate"], inSchema(empty)));
        const refused = await sourcing(["run", file], inSchema(empty));
        expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--new-store") });
        expect(refused.stderr).toContain(`schema ${full}`);
        expect(simulator.requests).toHaveLength(bought + 2);
        expectDone(await sourcing(["run", file, "--new-store"], inSchema(empty)));
        expect(simulator.requests).toHaveLength(bought + 4);
      }
    });
  });

  it("is worked on by its own workers, and read by other programs at the address that is printed", async () => {
    await withHosted("worked", async (cli) => {
      const { sourcing, url, rows } = cli;
      const file = await writeSpec(cli);
      const env = { DATABASE_URL: url, DATABASE_SCHEMA: "recruiting" };
      for (const DATABASE_SCHEMA of ["recruiting", "other"]) {
        expectDone(await sourcing(["db", "migrate"], { ...env, DATABASE_SCHEMA }));
      }
      expectDone(await sourcing(["run", file, "--detach", "--new-store"], env));
      expect(await rows("select count(*)::int as jobs from sourcing_queue_other.job")).toEqual([{ jobs: 0 }]);
      expect((await rows("select 1 from sourcing_queue_recruiting.job")).length).toBeGreaterThan(0);
      const shown = expectDone(await sourcing(["db", "url", "--role", "reader"], env)).stdout.trim();
      expect(shown).toContain("search_path%3Drecruiting");
      const psql = await sourcing(["db", "psql", "--role", "owner"], env);
      expect(psql.code, psql.stderr).toBe(0);
    });
  });

  it("has a name that SQL takes as it is", async () => {
    await withCli({}, async ({ sourcing }) => {
      for (const DATABASE_SCHEMA of [
        "Recruiting",
        "recruiting-eu",
        "9lives",
        "pg_temp",
        "information_schema",
        "drizzle",
        "a".repeat(49),
        'x"; drop schema public; --',
        "sourcing_queue",
        "rétention",
      ]) {
        const refused = await sourcing(["status"], { DATABASE_SCHEMA });
        expect(refused, DATABASE_SCHEMA).toMatchObject({
          code: 2,
          stderr: expect.stringContaining("DATABASE_SCHEMA"),
        });
      }
      for (const DATABASE_SCHEMA of ["order", "user", "_x1", "a".repeat(48)]) {
        expectDone(await sourcing(["db", "migrate"], { DATABASE_SCHEMA }));
        expectDone(await sourcing(["query", COUNT], { DATABASE_SCHEMA }));
        expectDone(await sourcing(["doctor"], { DATABASE_SCHEMA }));
      }
    });
  });
});
