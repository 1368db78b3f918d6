import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { expect, inject, it } from "vitest";

it("drizzle since 0.44 writes every parameter into the message of its errors, so that no such message may be logged", async () => {
  const client = new pg.Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  const failing = drizzle({ client }).execute(sql`select ${"ada@example.com"}::integer`);
  await expect(failing).rejects.toThrow("ada@example.com");
  await client.end();
});
