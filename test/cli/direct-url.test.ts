import { expect, inject, it } from "vitest";
import { withCli } from "../support/test-cli.ts";
import { openTestDatabase } from "../support/test-database.ts";

it("DATABASE_DIRECT_URL that leads to another database is told of, and nothing is migrated there", async () => {
  const other = await openTestDatabase(inject("postgresUrl"));
  try {
    await other.db.pool.query(
      "drop schema public cascade; drop schema drizzle cascade; create schema public",
    );
    await withCli({}, async ({ sourcing, database }) => {
      await database.db.pool.query("delete from drizzle.__drizzle_migrations");
      const wrong = { DATABASE_DIRECT_URL: other.url };
      const words = expect.stringContaining(
        "DATABASE_DIRECT_URL leads to another database than DATABASE_URL",
      );
      expect(await sourcing(["db", "migrate"], wrong)).toMatchObject({ code: 2, stderr: words });
      expect(await sourcing(["doctor"], wrong)).toMatchObject({ code: 1, stdout: words });
      const { rows } = await other.db.pool.query("select from pg_class where relname = 'profiles'");
      expect(rows).toEqual([]);
    });
  } finally {
    await other.close();
  }
});
