import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../src/database/database.ts";
import { openEmbeddedPostgres } from "../src/database/embedded/open-embedded-postgres.ts";
import { migrateDatabase } from "../src/database/migrate.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { prepareSearchIndexes } from "../src/database/search-indexes.ts";

export interface TemporaryStore {
  readonly db: Database;
  readonly url: string;
}

/** Lends a database that is up to date and empty, on a server of its own; nothing of either is left. */
export async function withTemporaryStore(work: (store: TemporaryStore) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "sourcing-"));
  const { url, close } = await openEmbeddedPostgres({ home });
  const db = openDatabase({ url, connections: 5, applicationName: "sourcing tools" });
  try {
    await migrateDatabase(db);
    await prepareSearchIndexes(db);
    await work({ db, url });
  } finally {
    await db.close();
    await close();
    await rm(home, { recursive: true, force: true });
  }
}
