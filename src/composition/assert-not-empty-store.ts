import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../database/database.ts";
import { hasEmbeddedData } from "../database/embedded/embedded-paths.ts";
import { UsageError } from "../values/errors.ts";
import type { App } from "./open-app.ts";
import { openStore } from "./open-store.ts";

const heldRow = z.object({ held: z.boolean() });

async function holdsPeople(db: Sql): Promise<boolean> {
  const { held } = await db.row(heldRow, sql`select exists (select from profiles) as held`);
  return held;
}

/**
 * An empty database at DATABASE_URL would buy everything again that the embedded one holds.
 * @throws UsageError where that is so
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
      "Unset DATABASE_URL to go on with those, or say --new-store to begin anew",
  );
}
