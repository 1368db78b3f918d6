import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreRefused, UsageError } from "../values/errors.ts";
import { ADVISORY_LOCKS } from "./advisory-locks.ts";
import type { Database, Sql } from "./database.ts";
import { compareMigrations, describeMigrations, type MigrationState } from "./migration-state.ts";
import { applyMissing, createMigrationsTable, createSchema } from "./namespace/apply-migrations.ts";
import { knownHashes, readMigrations } from "./namespace/known-migrations.ts";
import { migrationsTable } from "./namespace/store-schema.ts";
import { applyGrants } from "./roles/apply-grants.ts";
import { revokeForeignRights } from "./roles/foreign/foreign-rights.ts";
import { setMigratorRole } from "./roles/set-migrator-role.ts";
import { INSUFFICIENT_PRIVILEGE, toStoreError } from "./sql-errors.ts";
import { makeSql } from "./statements/make-sql.ts";
import { beginStatement } from "./statements/session-settings.ts";

const hashRow = z.object({ hash: z.string() });
const encodingRow = z.object({ encoding: z.string() });
const tableRow = z.object({ exists: z.boolean() });

/** Compares the migrations that were applied to the database with those that this version knows. */
export async function migrationState(db: Database): Promise<MigrationState> {
  const known = knownHashes();
  const table = migrationsTable(db.schema);
  const { exists } = await db.row(tableRow, sql`select to_regclass(${table}) is not null as exists`);
  if (!exists) return compareMigrations([], known);
  const applied = await db.rows(hashRow, sql`select hash from ${sql.raw(table)} order by id`);
  return compareMigrations(
    applied.map(({ hash }) => hash),
    known,
  );
}

/**
 * Applies the missing migrations. Commands that do so at once wait for each other.
 * @param place names the database in messages
 * @throws UsageError for a database that a newer version made, or another line of versions; StoreUnavailable, StoreRefused
 */
export async function migrateDatabase(db: Database, place = "the database"): Promise<void> {
  const state = await migrationState(db);
  if (state.standing === "current") return;
  if (state.standing !== "outdated") throw new UsageError(describeMigrations(state, place) ?? place);
  await requireUtf8(db);
  const client = await db.pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  try {
    await client.query(beginStatement(db.schema));
    await client.query("select pg_advisory_xact_lock($1)", [ADVISORY_LOCKS.migration]);
    await setMigratorRole(client, db.schema);
    await applyAll(makeSql(client), db.schema);
    await client.query("commit");
  } catch (failure) {
    const error = toStoreError(failure);
    throw error instanceof StoreRefused && error.code === INSUFFICIENT_PRIVILEGE
      ? mayNotCreate(db.schema)
      : error;
  } finally {
    // Closing the connection resets the role and rolls back an open transaction.
    client.release(true);
  }
  await applyGrants(db);
}

/** Two of these at once are one after the other: the second finds nothing missing. */
async function applyAll(tx: Sql, schema: string): Promise<void> {
  await createSchema(tx, schema);
  await createMigrationsTable(tx, schema);
  await applyMissing(tx, schema, readMigrations(schema));
  // What default privileges give away of new tables and views is taken back before anybody can see them.
  await revokeForeignRights(tx, schema);
}

/** Without Unicode the server cannot fold case and accents, and SQL_ASCII accepts bytes of any encoding. */
async function requireUtf8(db: Database): Promise<void> {
  const { encoding } = await db.row(encodingRow, sql`select current_setting('server_encoding') as encoding`);
  if (encoding !== "UTF8")
    throw new UsageError(
      `the database is in ${encoding}, which cannot hold the names of people: make one with \`create database … encoding 'UTF8' template template0\``,
    );
}

function mayNotCreate(schema: string): UsageError {
  return new UsageError(
    "the user of the database may not create what migrations need: have an administrator run `grant create on database …` " +
      `and \`grant create, usage on schema ${schema}\` to that user`,
  );
}
