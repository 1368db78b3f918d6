import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/database/open-database.ts";
import { embeddedAddress } from "../support/embedded-address.ts";
import { writeFourSpecs } from "../support/four-specs.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

const ADD = "insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9e12)";
const REPLACE =
  "update drizzle.__drizzle_migrations set hash = 'other' where id = (select max(id) from drizzle.__drizzle_migrations)";

/** Changes what the database says of its migrations, on the embedded server too. */
async function change(cli: TestCli, settings: Record<string, string>, statement: string): Promise<void> {
  const url = await embeddedAddress(cli, settings);
  const serve = cli.start(["db", "serve"], settings);
  await new Promise((resolve) => serve.child.stdout?.once("data", resolve));
  const db = openDatabase({ url, connections: 1, applicationName: "test" });
  await db.pool.query(statement);
  await db.close();
  serve.child.kill("SIGTERM");
  await serve.ended;
}

describe.each(["embedded", "at DATABASE_URL"])("a database %s", (where) => {
  it.each([
    { made: "a newer version", statement: ADD, says: "is of a newer version of sourcing" },
    { made: "another line of versions", statement: REPLACE, says: "sourcing db dump" },
  ])("that $made made is refused with what to do, and nothing is bought", async ({ statement, says }) => {
    await withCli({ people: 1_000 }, async (cli) => {
      const isEmbedded = where === "embedded";
      const settings: Record<string, string> = isEmbedded
        ? { DATABASE_URL: "", SOURCING_HOME: join(cli.folder, "home") }
        : {};
      if (isEmbedded) await change(cli, settings, statement);
      else await cli.database.db.pool.query(statement);
      const { code, stderr } = await cli.start(["run", await writeFourSpecs(cli)], settings).ended;
      expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
      expect(cli.simulator.requests).toEqual([]);
    });
  });
});
