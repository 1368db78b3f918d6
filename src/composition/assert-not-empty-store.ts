import { hasEmbeddedData } from "../database/embedded/embedded-paths.ts";
import { openEmbeddedPostgres } from "../database/embedded/open-embedded-postgres.ts";
import { findFullStores, holdsPeople } from "../database/namespace/find-full-stores.ts";
import { DEFAULT_SCHEMA } from "../database/namespace/store-schema.ts";
import { openDatabase } from "../database/open-database.ts";
import type { Config } from "../operations/config.ts";
import { UsageError } from "../values/errors.ts";
import type { App } from "./open-app.ts";

/**
 * Refuses an empty store while another one holds people: in another schema of the database, or in the embedded database beside
 * DATABASE_URL. Runs would buy them again.
 * @throws UsageError
 */
export async function assertNotEmptyStore({ config, store }: App): Promise<void> {
  const { db } = store;
  if (await holdsPeople(db, db.schema)) return;
  const [beside] = await findFullStores(db);
  if (beside !== undefined) throw besideFull(db.schema, beside);
  if (store.isEmbedded || !hasEmbeddedData(config.home)) return;
  const [embedded] = await findEmbedded(config);
  if (embedded === undefined) return;
  throw new UsageError(
    "the database at DATABASE_URL is empty while the embedded one holds people: everything would be bought again. " +
      `Unset DATABASE_URL${embedded === config.databaseSchema ? "" : ` and ${toUse(embedded)}`} to use the embedded database, ` +
      "or pass --new-store to start with an empty one",
  );
}

/** Looks at the embedded database without migrating it. */
async function findEmbedded({ home, postgresBin }: Config): Promise<string[]> {
  const embedded = await openEmbeddedPostgres({ home, binaries: { wanted: postgresBin } });
  const db = openDatabase({ url: embedded.url, connections: 1, applicationName: "sourcing" });
  try {
    return await findFullStores(db);
  } finally {
    await db.close();
    await embedded.close();
  }
}

function besideFull(schema: string, full: string): UsageError {
  return new UsageError(
    `the store in the schema ${schema} is empty while the one in the schema ${full} of the same database holds people: ` +
      `everything would be bought again. To use that one, ${toUse(full)}; or pass --new-store to start with an empty one`,
  );
}

function toUse(schema: string): string {
  return schema === DEFAULT_SCHEMA ? "unset DATABASE_SCHEMA" : `set DATABASE_SCHEMA=${schema}`;
}
