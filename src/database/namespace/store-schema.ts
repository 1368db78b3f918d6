import { type SQL, sql } from "drizzle-orm";
import { quoteName } from "../roles/quote-name.ts";

/** The schema of a store for which DATABASE_SCHEMA names no other. */
export const DEFAULT_SCHEMA = "public";
/** Holds the migrations that were applied to a store in `public`. A store elsewhere keeps them in its own schema. */
const SHARED_MIGRATIONS = "drizzle";
/** The migrations that were applied, as drizzle names it. */
export const MIGRATIONS_TABLE = "__drizzle_migrations";
/** The parameter that carries the schema within an address, as other programs spell it too. No server sees it. */
const PARAMETER = "schema";

/**
 * The schema of the transaction's store, for comparison with `relnamespace` and its like. Every transaction has the store's
 * schema as its search path; null where that schema does not exist or is not the user's to use.
 */
export const CURRENT_SCHEMA: SQL = sql`quote_ident(current_schema())::regnamespace`;

/**
 * Returns the number of an advisory lock of this store, of which the server keeps one per database: other stores in the database
 * do not wait for it. @param number of the lock, as SQL
 */
export function lockOfStore(number: SQL): SQL {
  return sql`(${number})::bigint # case when current_schema() = ${DEFAULT_SCHEMA} then 0 else hashtextextended(current_schema(), 0) end`;
}

/** Returns the schema that an address names; null: it names none. */
export function namedSchema(address: string): string | null {
  return new URL(address).searchParams.get(PARAMETER);
}

/** Returns the schema of the store at an address. */
export function schemaOf(address: string): string {
  return namedSchema(address) ?? DEFAULT_SCHEMA;
}

/** Returns the address of a store in this schema of the database. An address without parameter is one in `public`. */
export function withSchema(address: string, schema: string): string {
  if ((namedSchema(address) ?? DEFAULT_SCHEMA) === schema && namedSchema(address) !== DEFAULT_SCHEMA)
    return address;
  const url = new URL(address);
  url.searchParams.delete(PARAMETER);
  if (schema !== DEFAULT_SCHEMA) url.searchParams.set(PARAMETER, schema);
  return url.href;
}

/** Returns what to add to the name of a database, for people: the schema, where one was named. */
export function describeNamed(schema: string): string {
  return schema === DEFAULT_SCHEMA ? "" : `, schema ${schema}`;
}

/** Returns the table with the migrations that were applied to the store in this schema, quoted. */
export function migrationsTable(schema: string): string {
  return `${quoteName(migrationsSchema(schema))}.${MIGRATIONS_TABLE}`;
}

/** Returns the schema with that table. */
export function migrationsSchema(schema: string): string {
  return schema === DEFAULT_SCHEMA ? SHARED_MIGRATIONS : schema;
}
