import { sql } from "drizzle-orm";
import { z } from "zod";
import type { ReparseStore } from "../app/reparse-store.ts";
import type { Database } from "./database.ts";
import type { SuppressionKeys } from "./people/suppressed-people.ts";
import { makeRebuilder } from "./reparse/rebuild-people.ts";
import { beginReparse } from "./reparse/reparse-progress.ts";
import { retryRejected } from "./reparse/retry-rejected.ts";

const countRow = z.object({ count: z.number() });

/** People rebuilt from their versions in Postgres. */
export function makeReparseStore(db: Database, keys: SuppressionKeys): ReparseStore {
  return {
    begin: (anew) => beginReparse(db, anew),
    count: async () => (await db.row(countRow, sql`select count(*) as count from profiles`)).count,
    retryRejected: (afterCall) => retryRejected(db, keys, afterCall),
    rebuildNext: makeRebuilder(db),
  };
}
