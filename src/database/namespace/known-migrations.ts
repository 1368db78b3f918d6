import { fileURLToPath } from "node:url";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { findPackageRoot } from "../../machine/package-root.ts";
import { quoteName } from "../roles/quote-name.ts";
import { DEFAULT_SCHEMA } from "./store-schema.ts";

/** Where a migration names the schema: drizzle in foreign keys, functions in calls and in their search path. */
const NAMED_SCHEMA = /"public"(?=\.)|\bpublic(?=\.)|(?<=search_path = pg_catalog, )public\b/g;

/** Reads the migrations that this version knows, in order, for a store in a schema. Their hashes are the same in each schema. */
export function readMigrations(schema: string): MigrationMeta[] {
  const migrationsFolder = fileURLToPath(new URL("migrations", findPackageRoot()));
  const known = readMigrationFiles({ migrationsFolder });
  if (schema === DEFAULT_SCHEMA) return known;
  return known.map((migration) => ({
    ...migration,
    sql: migration.sql.map((statement) => statement.replaceAll(NAMED_SCHEMA, () => quoteName(schema))),
  }));
}

let hashes: string[] | undefined;

/**
 * Returns the hashes of the migrations that this process knows, in order. They are read once, because an upgrade may replace the
 * files while the process runs.
 */
export function knownHashes(): string[] {
  hashes ??= readMigrations(DEFAULT_SCHEMA).map(({ hash }) => hash);
  return hashes;
}
