import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreRefused } from "../values/errors.ts";
import { ADVISORY_LOCKS } from "./advisory-locks.ts";
import type { Database, Transaction } from "./database.ts";
import { INSUFFICIENT_PRIVILEGE } from "./sql-errors.ts";

/** Whether a search for a part of a text can use an index. */
export type SearchIndexes = { readonly ready: true } | { readonly ready: false; readonly why: string };

/** One index covers all columns, so that a search in several of them uses one scan. */
const INDEX = "profile_search_trigrams";
const COLUMNS = ["title", "headline", "name", "location", "schools"];

const FEATURE_NOT_SUPPORTED = "0A000";
const ADVICE_BY_CODE: ReadonlyMap<string, string> = new Map([
  [
    INSUFFICIENT_PRIVILEGE,
    "the user of DATABASE_URL may not create it: have the owner of the database run `create extension pg_trgm`, then `sourcing db migrate`",
  ],
  [
    FEATURE_NOT_SUPPORTED,
    "the server does not have it: install the contrib modules of Postgres, then `sourcing db migrate`",
  ],
]);

const stateRow = z.object({ ready: z.boolean(), schema: z.string().nullable() });

/**
 * Creates the index for searches within titles, headlines, names, places and schools, unless it exists. It needs the extension
 * pg_trgm, which the owner of a database may create. Without it the same searches read every row.
 * @throws StoreUnavailable
 */
export async function prepareSearchIndexes(db: Database): Promise<SearchIndexes> {
  const { ready } = await readState(db);
  if (ready) return { ready };
  try {
    await db.transaction(makeIndex);
    return { ready: true };
  } catch (error) {
    const why = error instanceof StoreRefused ? ADVICE_BY_CODE.get(error.code) : undefined;
    if (why === undefined) throw error;
    return { ready: false, why: toWhy(why) };
  }
}

/** Reads whether the index exists, without creating it. @throws StoreUnavailable */
export async function readSearchIndexes(db: Database): Promise<SearchIndexes> {
  const { ready } = await readState(db);
  return ready
    ? { ready }
    : { ready, why: toWhy("`sourcing db migrate` tries to create it, and says what is missing") };
}

function toWhy(reason: string): string {
  return `searches within titles, names, places and schools read every person, because the extension pg_trgm is missing; ${reason}`;
}

async function readState(db: Pick<Database, "row">): Promise<z.infer<typeof stateRow>> {
  return db.row(
    stateRow,
    sql`select to_regclass(${INDEX}) is not null as ready,
          (select quote_ident(nspname) from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
            where extname = 'pg_trgm') as schema`,
  );
}

async function makeIndex(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.searchIndexes})`);
  await tx.execute(sql`create extension if not exists pg_trgm`);
  const { schema } = await readState(tx);
  const columns = COLUMNS.map((name) => `${name} ${schema}.gin_trgm_ops`).join(", ");
  await tx.execute(sql.raw(`create index if not exists ${INDEX} on profile_search using gin (${columns})`));
}
