import { describe, expect, it, vi } from "vitest";
import { untilRunIsDone, writeFourSpecs } from "../support/four-specs.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { storedBodies } from "../support/stored-bodies.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";
import { TEST_SCHEMA } from "../support/test-database.ts";

// Many processes side by side: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

/** Tables of all schemas, the queue's included, in whose rows one of these texts stands. */
async function tablesHolding({ database }: TestCli, texts: readonly string[]): Promise<unknown[]> {
  const tables = await rowsOf(
    database,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.map(({ name }) => name)).toContain(`${TEST_SCHEMA}.calls`);
  const found: unknown[] = [];
  for (const { name } of tables) {
    const query = `select from ${name} as t where exists (select from unnest($1::text[]) as x where position(x in t::text) > 0) limit 1`;
    if ((await rowsOf(database, query, [texts])).length > 0) found.push(name);
  }
  return found;
}

/** Names and addresses of everybody on the pages that were paid for. */
async function peoplePaidFor({ database }: TestCli): Promise<string[]> {
  const bodies = [...(await storedBodies(database)).values()];
  const people = bodies.flatMap((body) => JSON.parse(body).data.profiles);
  return people.flatMap((person) => [person.full_name, person.linkedin_url, person.profile_id]);
}

describe.concurrent("a worker", () => {
  it("tells nobody the key that a 401 echoes", async () => {
    const faults = [{ when: {}, fault: { kind: "echo_key" } }] as const;
    await withCli({ faults }, async (cli) => {
      const { key } = cli.simulator;
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"]);
      const worker = cli.start(["worker"], { LOG_LEVEL: "trace" });
      await untilRunIsDone(cli);
      worker.child.kill("SIGTERM");
      const { stdout, stderr } = await worker.ended;
      expect(stderr).toContain("walk ended");
      expect(stdout + stderr).not.toContain(key);
      expect(await tablesHolding(cli, [key])).toEqual([]);
      const shown = await cli.sourcing(["runs", "last"]);
      expect(shown.stdout + shown.stderr).not.toContain(key);
    });
  });

  it("tells nobody whom a page held that the database refused", async () => {
    await withCli({}, async (cli) => {
      await cli.database.db.pool.query(
        "alter table profiles add constraint nobody check (full_name is null) not valid",
      );
      await cli.sourcing(["run", await writeFourSpecs(cli), "--detach"]);
      const worker = cli.start(["worker"], { LOG_LEVEL: "trace" });
      await untilRunIsDone(cli);
      worker.child.kill("SIGTERM");
      const { stdout, stderr } = await worker.ended;
      expect(stderr).toContain("store_refused");
      const people = await peoplePaidFor(cli);
      expect(people.length).toBeGreaterThan(75);
      expect(people.filter((words) => (stdout + stderr).includes(words))).toEqual([]);
      expect(await tablesHolding(cli, people)).toEqual([]);
    });
  });
});
