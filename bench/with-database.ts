import type { Database } from "../src/database/database.ts";
import { openDatabase } from "../src/database/open-database.ts";

/** Lends a pool of its own. @param connections most at once */
export async function withDatabase<Result>(
  url: string,
  connections: number,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = openDatabase({ url, connections, applicationName: "sourcing bench" });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
