import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, inject, it } from "vitest";
import { migrateDatabase, migrationState } from "../../src/database/migrate.ts";
import { openTestDatabase } from "../support/test-database.ts";

const ROOT = resolve(import.meta.dirname, "../..");
// Within the checkout, because drizzle-kit takes relative folders only.
const copy = mkdtempSync(join(ROOT, "node_modules", ".migrations-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it("match the schema: generating from it makes no new migration", () => {
  cpSync(join(ROOT, "migrations"), copy, { recursive: true });
  const before = readdirSync(copy);
  const out = `./${copy.slice(ROOT.length + 1)}`;
  const options = [
    "--dialect=postgresql",
    "--schema=./src/database/schema/*.ts",
    "--casing=snake_case",
    `--out=${out}`,
  ];
  execFileSync("node_modules/.bin/drizzle-kit", ["generate", ...options], { cwd: ROOT, stdio: "pipe" });
  expect(readdirSync(copy)).toEqual(before);
});

it("are applied once, however many commands start at the same moment", async () => {
  const database = await openTestDatabase(inject("postgresUrl"));
  await database.db.pool.query(
    "drop schema public cascade; drop schema drizzle cascade; create schema public",
  );
  await Promise.all([1, 2, 3].map(() => migrateDatabase(database.db)));
  const { applied, known } = await migrationState(database.db);
  expect(applied).toBe(known);
  await database.close();
});
