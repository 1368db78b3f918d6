import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { databaseUrl } from "./test-database.ts";

/** The ends of `create database … template template0` for databases that people have. */
export const LOCALES = {
  C: "encoding 'UTF8' locale_provider libc locale 'C'",
  "C.UTF-8": "encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'",
  "ICU tr-TR": "encoding 'UTF8' locale_provider icu icu_locale 'tr-TR' locale 'C'",
  SQL_ASCII: "encoding 'SQL_ASCII' locale_provider libc locale 'C'",
} as const;
export type LocaleName = keyof typeof LOCALES;

/** Lends an empty database of a locale and drops it, whatever happens. */
export async function withLocaleDatabase(
  serverUrl: string,
  locale: LocaleName,
  use: (db: Database) => Promise<void>,
): Promise<void> {
  const name = `locale_${randomUUID().replaceAll("-", "")}`;
  await administer(serverUrl, `create database ${name} template template0 ${LOCALES[locale]}`);
  const db = openDatabase({ url: databaseUrl(serverUrl, name), connections: 2, applicationName: "test" });
  try {
    await use(db);
  } finally {
    await db.close();
    await administer(serverUrl, `drop database ${name} with (force)`);
  }
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
