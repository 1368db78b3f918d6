import type { TemporaryStore } from "../scripts/temporary-store.ts";
import { migrateDatabase } from "../src/database/migrate.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { prepareSearchIndexes } from "../src/database/search-indexes.ts";

/** Lends a store that is up to date and empty, beside the given one on the same server. @param name no other's */
export async function withEmptyStore<Result>(
  beside: TemporaryStore,
  work: (store: TemporaryStore) => Promise<Result>,
  name = "bench",
): Promise<Result> {
  await beside.db.pool.query(`create database ${name}`);
  const address = new URL(beside.url);
  address.pathname = `/${name}`;
  const db = openDatabase({ url: address.href, connections: 5, applicationName: "sourcing tools" });
  try {
    await migrateDatabase(db);
    await prepareSearchIndexes(db);
    return await work({ db, url: address.href });
  } finally {
    await db.close();
    await beside.db.pool.query(`drop database ${name} with (force)`);
  }
}
