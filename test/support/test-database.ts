import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { DEFAULT_SCHEMA, withSchema } from "../../src/database/namespace/store-schema.ts";
import { openDatabase } from "../../src/database/open-database.ts";

/** The schema of the tests' stores. TEST_SCHEMA=recruiting shows that none of it needs to be `public`. */
export const TEST_SCHEMA = process.env.TEST_SCHEMA ?? DEFAULT_SCHEMA;
/** The migrated database that every test copies. */
export const TEMPLATE = "sourcing_template";

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  /** As `url`, but behind no pooler; they differ in `npm run test:pooler` only. */
  readonly directUrl: string;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly connections?: number;
  /** Gives the address under which the database is used in place of its own. */
  readonly through?: (url: string) => Promise<string>;
}

/** The same server, another database of it. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * Makes a database of its own out of the migrated template.
 * @param serverUrl what the global set-up provides as `postgresUrl`
 */
export async function openTestDatabase(
  serverUrl: string,
  { connections = 8, through = async (url) => url }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  // Through the log, as is the default, it takes twice as long to make and to drop.
  await administer(serverUrl, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  // What tests ask outside of our transactions finds the tables too.
  if (TEST_SCHEMA !== DEFAULT_SCHEMA)
    await administer(serverUrl, `alter database ${name} set search_path = ${TEST_SCHEMA}`);
  const directUrl = withSchema(databaseUrl(serverUrl, name), TEST_SCHEMA);
  const address = withSchema(databaseUrl(inject("poolerUrl") ?? serverUrl, name), TEST_SCHEMA);
  const url = withSchema(await through(address), TEST_SCHEMA);
  const db = openDatabase({ url, connections, applicationName: "test" });
  return {
    db,
    url,
    directUrl,
    async close() {
      await db.close();
      await administer(serverUrl, `drop database ${name} with (force)`);
    },
  };
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
