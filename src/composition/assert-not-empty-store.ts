import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../database/database.ts";
import { hasEmbeddedData } from "../database/embedded/embedded-paths.ts";
import { UsageError } from "../values/errors.ts";
import type { App } from "./open-app.ts";
import { openStore } from "./open-store.ts";

const holdsRow = z.object({ holds: z.boolean() });

async function holdsPeople(db: Sql): Promise<boolean> {
  const { holds } = await db.row(holdsRow, sql`select exists (select from profiles) as holds`);
  return holds;
}

/**
 * Refuses an empty database at DATABASE_URL if the embedded database holds people: runs would buy them again.
 * @throws UsageError
 */
export async function assertNotEmptyStore({ config, store }: App): Promise<void> {
  if (store.isEmbedded || !hasEmbeddedData(config.home) || (await holdsPeople(store.db))) return;
  const embedded = await openStore({ ...config, databaseUrl: null, databaseDirectUrl: null });
  try {
    if (!(await holdsPeople(embedded.db))) return;
  } finally {
    await embedded.close();
  }
  throw new UsageError(
    "the database at DATABASE_URL is empty while the embedded one holds people: everything would be bought again. " +
      "Unset DATABASE_URL to use the embedded database, or pass --new-store to start with an empty one",
  );
}
