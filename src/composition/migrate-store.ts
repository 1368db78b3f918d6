import { migrateDatabase, migrationState } from "../database/migrate.ts";
import { openDatabase } from "../database/open-database.ts";
import { applyGrants } from "../database/roles/apply-grants.ts";
import { describeForeignRights } from "../database/roles/foreign-rights.ts";
import { prepareSearchIndexes, readSearchIndexes, type SearchIndexes } from "../database/search-indexes.ts";
import { countUnrefreshed, type RefreshOptions, refreshSearch } from "../people/store/refresh-search.ts";
import { CONTROL_QUEUE } from "../runs/queue-names.ts";
import type { App } from "./open-app.ts";
import { openConfiguredQueues } from "./open-configured-queues.ts";
import { requireSameDatabase } from "./store-address.ts";

/** Returns how many migrations the database has, and how many this version knows. */
export function databaseState({ store }: Pick<App, "store">): Promise<{ applied: number; known: number }> {
  return migrationState(store.db);
}

/** Returns which indexes for searches within texts the database has. */
export function searchState({ store }: Pick<App, "store">): Promise<SearchIndexes> {
  return readSearchIndexes(store.db);
}

/** Returns how many people some searches may miss, because their search text follows rules of an earlier version. */
export function unrefreshedPeople({ store }: Pick<App, "store">): Promise<number> {
  return countUnrefreshed(store.db);
}

/** Makes the search text of stored people again where its rules have changed. Returns whether all people are done. */
export function refreshStore({ store }: Pick<App, "store">, options: RefreshOptions = {}): Promise<boolean> {
  return refreshSearch(store.db, options);
}

/** Returns one line for each role outside the store that has a right to its data; empty: there are none. */
export function foreignRights({ store }: Pick<App, "store">): Promise<string[]> {
  return describeForeignRights(store.db);
}

/**
 * Brings the schema, the queue in it, the indexes that the server allows and the rights of each role up to date. It uses
 * the direct address, because a pooler may limit how long a statement takes.
 * @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function migrateStore(app: App): Promise<SearchIndexes> {
  const { config, store } = app;
  await requireSameDatabase(store);
  const direct = openDatabase({ url: store.directUrl, connections: 1, applicationName: "sourcing" });
  try {
    await migrateDatabase(direct);
    const indexes = await prepareSearchIndexes(direct);
    if (config.redisUrl === null) await makeQueueTables(app);
    await applyGrants(direct);
    return indexes;
  } finally {
    await direct.close();
  }
}

/** The first look at a queue creates its tables. */
async function makeQueueTables(app: App): Promise<void> {
  const queues = await openConfiguredQueues(app);
  await queues.counts([CONTROL_QUEUE]).finally(() => queues.close());
}
