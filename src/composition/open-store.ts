import type { Database } from "../database/database.ts";
import { openEmbeddedPostgres } from "../database/embedded/open-embedded-postgres.ts";
import { migrateDatabase, migrationState } from "../database/migrate.ts";
import { describeMigrations } from "../database/migration-state.ts";
import { describeNamed, withSchema } from "../database/namespace/store-schema.ts";
import { openDatabase } from "../database/open-database.ts";
import { prepareSearchIndexes } from "../database/search-indexes.ts";
import type { Config } from "../operations/config.ts";
import { refreshSearch } from "../people/store/refresh-search.ts";
import { UsageError } from "../values/errors.ts";

/** An embedded store may have no worker, so each command carries on with an unfinished refresh for about a second. */
const BATCHES_AT_OPENING = 5;

/** The database that a command works with. */
export interface Store {
  readonly db: Database;
  readonly url: string;
  /** The address of the server itself; `url` may be the address of a pooler. */
  readonly directUrl: string;
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Most connections at once; default: 5. */
  readonly connections?: number;
  /** Is told how many it is, where the server has no more free. */
  readonly onFewer?: (allowed: number) => void;
  /** Name of the database on the embedded server; default: that of the store. */
  readonly embeddedName?: string;
  /** Port for the embedded server from now on; default: the port that it had. */
  readonly embeddedPort?: number;
  /** False for commands that check or migrate the schema themselves; default: true. */
  readonly upToDate?: boolean;
}

/**
 * Opens the configured database, or starts the embedded one. The embedded database is migrated; any other must be up to
 * date.
 * @throws UsageError, StoreUnavailable
 */
export async function openStore(config: Config, options: StoreOptions = {}): Promise<Store> {
  const { connections = 5, onFewer = () => {}, embeddedName, embeddedPort } = options;
  const embedded =
    config.databaseUrl === null
      ? await openEmbeddedPostgres({
          home: config.home,
          binaries: { wanted: config.postgresBin },
          ...(embeddedName === undefined ? {} : { databaseName: embeddedName }),
          ...(embeddedPort === undefined ? {} : { port: embeddedPort }),
        })
      : null;
  const url =
    embedded === null ? (config.databaseUrl ?? "") : withSchema(embedded.url, config.databaseSchema);
  const db = openDatabase({ url, connections, onFewer, applicationName: "sourcing" });
  const close = async () => {
    await db.close();
    await embedded?.close();
  };
  try {
    if (embedded !== null) {
      await migrateDatabase(db, `the embedded database under ${config.home}${describeNamed(db.schema)}`);
      await prepareSearchIndexes(db);
      await refreshSearch(db, { batches: BATCHES_AT_OPENING });
    } else if (options.upToDate !== false) await refuseOutdated(db);
  } catch (error) {
    await close();
    throw error;
  }
  const directUrl = embedded === null ? (config.databaseDirectUrl ?? url) : url;
  return { db, url, directUrl, isEmbedded: embedded !== null, close };
}

async function refuseOutdated(db: Database): Promise<void> {
  const problem = describeMigrations(
    await migrationState(db),
    `the database at DATABASE_URL${describeNamed(db.schema)}`,
  );
  if (problem !== null) throw new UsageError(problem);
}
