import { migrateDatabase, migrationState } from "../database/migrate.ts";
import { describeMigrations, type MigrationState } from "../database/migration-state.ts";
import { openDatabase } from "../database/open-database.ts";
import { findLoggedPeople, readLogging } from "../database/read-logging.ts";
import { applyGrants } from "../database/roles/apply-grants.ts";
import { describeForeignRights } from "../database/roles/foreign/foreign-rights.ts";
import { describeIndirectRights } from "../database/roles/foreign/indirect-rights.ts";
import { type RenewedPasswords, renewPasswords } from "../database/roles/renew-passwords.ts";
import { prepareSearchIndexes, readSearchIndexes, type SearchIndexes } from "../database/search-indexes.ts";
import { findOrphans, type Orphans } from "../people/store/find-orphans.ts";
import { countUnrefreshed, type RefreshOptions, refreshSearch } from "../people/store/refresh-search.ts";
import { CONTROL_QUEUE } from "../runs/queue-names.ts";
import type { App } from "./open-app.ts";
import { openConfiguredQueues } from "./open-configured-queues.ts";
import { openRoleConnection } from "./role-connection.ts";
import { requireSameDatabase } from "./store-address.ts";

/** Returns how the migrations of the database stand to those that this version knows. */
export function databaseState({ store }: Pick<App, "store">): Promise<MigrationState> {
  return migrationState(store.db);
}

/** Says why the schema of the database cannot be used and what to do; null: it is up to date. @param place names the database */
export async function describeSchema(app: Pick<App, "store">, place: string): Promise<string | null> {
  return describeMigrations(await databaseState(app), place);
}

/** Returns which indexes for searches within texts the database has. */
export function searchState({ store }: Pick<App, "store">): Promise<SearchIndexes> {
  return readSearchIndexes(store.db);
}

/** Says which settings of the server let people into its logs, one sentence each; empty: none does. */
export async function loggedPeople({ store }: Pick<App, "store">): Promise<string[]> {
  return findLoggedPeople(await readLogging(store.db));
}

/** Returns the rows of people that refer to something that is not there, by kind; empty: there are none. */
export function orphans({ store }: Pick<App, "store">): Promise<Orphans[]> {
  return findOrphans(store.db);
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
  return describeForeignRights(store.db, store.db.schema);
}

/** Returns one sentence for each role outside the store that reaches its data without a right of its own. */
export function indirectRights({ store }: Pick<App, "store">): Promise<string[]> {
  return describeIndirectRights(store.db, store.db.schema);
}

export interface MigratedStore {
  readonly indexes: SearchIndexes;
  readonly passwords: RenewedPasswords;
}

/**
 * Brings the schema, the queue in it, the indexes that the server allows and the rights and passwords of each role up to date. It
 * uses the direct address, because a pooler may limit how long a statement takes.
 * @throws UsageError, StoreUnavailable, StoreRefused
 */
export async function migrateStore(app: App): Promise<MigratedStore> {
  const { config, store } = app;
  await requireSameDatabase(store);
  const direct = openDatabase({ url: store.directUrl, connections: 1, applicationName: "sourcing" });
  try {
    await migrateDatabase(direct);
    const indexes = await prepareSearchIndexes(direct);
    if (config.redisUrl === null) await makeQueueTables(app);
    await applyGrants(direct);
    const passwords = await renewPasswords({ ...openRoleConnection(config, store), db: direct });
    return { indexes, passwords };
  } finally {
    await direct.close();
  }
}

/** The first look at a queue creates its tables. */
async function makeQueueTables(app: App): Promise<void> {
  const queues = await openConfiguredQueues(app);
  await queues.counts([CONTROL_QUEUE]).finally(() => queues.close());
}
