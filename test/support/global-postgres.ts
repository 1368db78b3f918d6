import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { openEmbeddedPostgres } from "../../src/database/embedded/open-embedded-postgres.ts";
import { migrateDatabase } from "../../src/database/migrate.ts";
import { withSchema } from "../../src/database/namespace/store-schema.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { LOCALES } from "./locale-database.ts";
import { disableFsync } from "./own-server.ts";
import { databaseUrl, TEMPLATE, TEST_SCHEMA } from "./test-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server that all test files share; the database in it is for administration only. */
    postgresUrl: string;
    /** The same server through a pooler, for tests to use in its place; see `pooler` in vitest.config.ts. */
    poolerUrl: string | undefined;
  }
}

/**
 * Settings of a server that is run in another country, for `TEST_FOREIGN_SERVER=1 npm test`: the program must neither read nor
 * write a date, an interval or a time in the style of the server.
 */
const FOREIGN_SETTINGS = {
  datestyle: "German, DMY",
  intervalstyle: "sql_standard",
  timezone: "America/St_Johns",
};

/** Databases of the tests live for seconds: what the server does for old ones only takes time from the tests. */
const NO_BACKGROUND_WORK = { autovacuum: "off", checkpoint_timeout: "1h", max_wal_size: "4GB" };

/** Starts one server for all test files, with a migrated database to copy; takes it back when all are done. */
export default async function startSharedPostgres(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), "sourcing-tests-"));
  const server = await openEmbeddedPostgres({ home });
  const takeBack = async () => {
    await server.close();
    await rm(home, { recursive: true, force: true });
  };
  try {
    await prepare(server.url);
  } catch (error) {
    await takeBack();
    throw error;
  }
  project.provide("postgresUrl", server.url);
  return takeBack;
}

async function prepare(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await disableFsync(client);
  await applySettings(client, NO_BACKGROUND_WORK);
  if (process.env.TEST_FOREIGN_SERVER === "1") await applySettings(client, FOREIGN_SETTINGS);
  await client.query(`create database ${TEMPLATE} ${localeOf(process.env.TEST_DATABASE_LOCALE)}`);
  await client.end();
  const template = openDatabase({
    url: withSchema(databaseUrl(url, TEMPLATE), TEST_SCHEMA),
    connections: 2,
    applicationName: "template",
  });
  await migrateDatabase(template);
  await template.close();
}

/** The databases of the tests are of the server's locale, or of one of `LOCALES` that TEST_DATABASE_LOCALE names. */
function localeOf(name: string | undefined): string {
  if (name === undefined || name === "") return "";
  const locale = Object.entries(LOCALES).find(([one]) => one === name)?.[1];
  if (locale === undefined)
    throw new Error(`TEST_DATABASE_LOCALE takes ${Object.keys(LOCALES).join(", ")}, not ${name}`);
  return `template template0 ${locale}`;
}

async function applySettings(client: Client, settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [setting, value] of Object.entries(settings))
    await client.query(`alter system set ${setting} = '${value}'`);
  await client.query("select pg_reload_conf()");
}
