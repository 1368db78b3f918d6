import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../database/database.ts";
import type { ReparseStore } from "../reparse/reparse-store.ts";
import { makeRebuilder } from "./rebuild-people.ts";
import { beginReparse } from "./reparse-progress.ts";
import { retryRejected } from "./retry-rejected.ts";
import type { SuppressionSecret } from "./suppressed-people.ts";

const countRow = z.object({ count: z.number() });

/** People rebuilt from their versions in Postgres. */
export function makeReparseStore(db: Database, keys: SuppressionSecret): ReparseStore {
  return {
    begin: (anew) => beginReparse(db, anew),
    count: async () => (await db.row(countRow, sql`select count(*) as count from profiles`)).count,
    retryRejected: (afterCall) => retryRejected(db, keys, afterCall),
    rebuildNext: makeRebuilder(db),
  };
}
