import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../database.ts";

const serverRow = z.object({ version: z.string(), folder: z.string() });

/** Returns the version of the server and the folder of its programs. Only a superuser may ask. */
export async function readServerVersion(db: Sql): Promise<z.infer<typeof serverRow>> {
  return db.row(
    serverRow,
    sql`select current_setting('server_version') as version, setting as folder from pg_config where name = 'BINDIR'`,
  );
}
