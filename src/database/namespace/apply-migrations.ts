import { sql } from "drizzle-orm";
import type { MigrationMeta } from "drizzle-orm/migrator";
import { z } from "zod";
import type { Sql } from "../database.ts";
import { quoteName } from "../roles/quote-name.ts";
import { migrationsSchema, migrationsTable } from "./store-schema.ts";

const schemaRow = z.object({ exists: z.boolean() });
const countRow = z.object({ applied: z.number() });

/**
 * Creates the schema of a store, unless it exists. A user who may create none can use one that exists.
 * @throws StoreRefused
 */
export async function createSchema(tx: Sql, schema: string): Promise<void> {
  const { exists } = await tx.row(
    schemaRow,
    sql`select exists (select from pg_namespace where nspname = ${schema}) as exists`,
  );
  if (!exists) await tx.execute(sql.raw(`create schema ${quoteName(schema)}`));
}

/** Creates the table of applied migrations, unless it exists, as drizzle's migrator does. @throws StoreRefused */
export async function createMigrationsTable(tx: Sql, schema: string): Promise<void> {
  await createSchema(tx, migrationsSchema(schema));
  await tx.execute(
    sql.raw(
      `create table if not exists ${migrationsTable(schema)} (id serial primary key, hash text not null, created_at bigint)`,
    ),
  );
}

/** Applies those of the known migrations that are missing, in this transaction. @throws StoreRefused */
export async function applyMissing(tx: Sql, schema: string, known: readonly MigrationMeta[]): Promise<void> {
  const { applied } = await tx.row(
    countRow,
    sql`select count(*) as applied from ${sql.raw(migrationsTable(schema))}`,
  );
  await applyMigrations(tx, schema, known.slice(applied));
}

/** Applies migrations and notes that they were applied, as drizzle's migrator does. @throws StoreRefused */
export async function applyMigrations(
  tx: Sql,
  schema: string,
  migrations: readonly MigrationMeta[],
): Promise<void> {
  for (const { sql: statements, hash, folderMillis } of migrations) {
    for (const statement of statements) await tx.execute(sql.raw(statement));
    await tx.execute(
      sql`insert into ${sql.raw(migrationsTable(schema))} (hash, created_at) values (${hash}, ${folderMillis})`,
    );
  }
}
