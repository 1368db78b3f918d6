import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DebianPostgres, HAS_POSTGRES_15, startDebianPostgres } from "../support/debian-postgres.ts";
import { withCli } from "../support/test-cli.ts";

// The embedded server is a Postgres 18; this is the oldest version that the README promises.
describe.skipIf(!HAS_POSTGRES_15)("PostgreSQL 15 (skipped where Debian's package is not installed)", () => {
  let postgres: DebianPostgres;
  beforeAll(async () => {
    postgres = await startDebianPostgres("sourcing", "letters4digits");
  });
  afterAll(() => postgres.close());

  it("takes the schema, holds the queue of a run, and answers queries, exports and requests of erasure", async () => {
    await withCli({}, async ({ sourcing, folder }) => {
      const settings = { DATABASE_URL: postgres.url };
      const file = join(folder, "specs.csv");
      await writeFile(file, "spec,job_title,max_pages\nmanagers,Product Manager,2\n");
      expect(await sourcing(["db", "migrate"], settings)).toMatchObject({ code: 0 });
      expect(await sourcing(["doctor"], settings)).toMatchObject({ code: 0 });
      expect(await sourcing(["run", file, "--yes"], settings)).toMatchObject({ code: 0 });
      const question = "select profile_id from candidates where document @@ search_question('product')";
      const { code, stdout } = await sourcing(["query", question, "--format", "csv"], settings);
      const [, id = "", ...others] = stdout.trim().split("\n");
      expect(code).toBe(0);
      expect(others).toHaveLength(49);
      expect(await sourcing(["query", "spec-overlap"], settings)).toMatchObject({ code: 0 });
      expect(await sourcing(["forget", id, "--yes"], settings)).toMatchObject({ code: 0 });
      const exported = await sourcing(["export", "--for", "jsonl"], settings);
      expect(exported.stdout.trim().split("\n")).toHaveLength(49);
    });
  });
});
