import type { TemporaryStore } from "../scripts/temporary-store.ts";
import { migrateDatabase } from "../src/database/migrate.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { prepareSearchIndexes } from "../src/database/search-indexes.ts";

/** Lends a store that is up to date and empty, beside the given one on the same server. @param name no other's */
export function withEmptyStore<Result>(
  beside: TemporaryStore,
  work: (store: TemporaryStore) => Promise<Result>,
  name = "bench",
): Promise<Result> {
  const migrated = async (url: string) => {
    const db = openDatabase({ url, connections: 5, applicationName: "sourcing tools" });
    try {
      await migrateDatabase(db);
      await prepareSearchIndexes(db);
      return await work({ db, url });
    } finally {
      await db.close();
    }
  };
  return withBlankDatabase(beside, migrated, name);
}

/** Lends the address of a database without any table, on the same server. @param name no other's */
export async function withBlankDatabase<Result>(
  beside: TemporaryStore,
  work: (url: string) => Promise<Result>,
  name = "bench",
): Promise<Result> {
  await beside.db.pool.query(`create database ${name}`);
  const address = new URL(beside.url);
  address.pathname = `/${name}`;
  try {
    return await work(address.href);
  } finally {
    await beside.db.pool.query(`drop database ${name} with (force)`);
  }
}
