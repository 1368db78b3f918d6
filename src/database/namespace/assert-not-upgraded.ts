import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreUpgraded } from "../../values/errors.ts";
import type { Database, Sql } from "../database.ts";
import { knownHashes } from "./known-migrations.ts";
import { migrationsTable } from "./store-schema.ts";

const newestRow = z.object({ hash: z.string() });

/** @throws StoreUpgraded if another version has migrated the store since this process opened it */
export async function assertNotUpgraded(tx: Sql, { schema }: Pick<Database, "schema">): Promise<void> {
  const table = sql.raw(migrationsTable(schema));
  const { hash } = await tx.row(newestRow, sql`select hash from ${table} order by id desc limit 1`);
  if (hash !== knownHashes().at(-1)) throw new StoreUpgraded();
}
