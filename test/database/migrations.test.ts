import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { afterAll, expect, inject, it } from "vitest";
import { migrateDatabase, migrationState } from "../../src/database/migrate.ts";
import { compareMigrations } from "../../src/database/migration-state.ts";
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

it("bring a database of each earlier version up to date", async () => {
  const known = readMigrationFiles({ migrationsFolder: join(ROOT, "migrations") });
  const database = await openTestDatabase(inject("postgresUrl"));
  const { pool } = database.db;
  for (let version = 1; version < known.length; version += 1) {
    await pool.query(
      "drop schema public cascade; drop schema if exists drizzle cascade; create schema public",
    );
    await pool.query(
      "create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
    );
    for (const { sql, hash, folderMillis } of known.slice(0, version)) {
      await pool.query(sql.join(";"));
      await pool.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
        hash,
        folderMillis,
      ]);
    }
    expect((await migrationState(database.db)).standing).toBe("outdated");
    await migrateDatabase(database.db);
    expect((await migrationState(database.db)).standing).toBe("current");
  }
  await database.close();
});

it("have times that grow, because those older than the newest applied one would be left out", () => {
  const times = readMigrationFiles({ migrationsFolder: join(ROOT, "migrations") }).map((m) => m.folderMillis);
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
});

it.each([
  ["current", ["a", "b"], null],
  ["outdated", ["a"], null],
  ["outdated", [], null],
  ["newer", ["a", "b", "c"], null],
  ["foreign", ["a", "x"], 2],
  ["foreign", ["x"], 1],
  ["foreign", ["a", "x", "c"], 2],
  ["foreign", ["b", "a"], 1],
])("of a database are %s if it has %j", (standing, applied, differsAt) => {
  expect(compareMigrations(applied, ["a", "b"])).toMatchObject({ standing, differsAt });
});
