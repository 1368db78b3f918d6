import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../database.ts";
import { quoteName } from "../roles/quote-name.ts";

const schemaRow = z.object({ schema: z.string() });
const holdsRow = z.object({ holds: z.boolean() });

/**
 * Returns the schemas of a database in which a store holds people, as far as this user may read them.
 * @throws StoreUnavailable
 */
export async function findFullStores(db: Sql): Promise<string[]> {
  const rows = await db.rows(
    schemaRow,
    sql`select nspname as schema from pg_namespace n
        where has_schema_privilege(n.oid, 'usage') and exists (
            select from pg_class c join pg_attribute a on a.attrelid = c.oid
            where relnamespace = n.oid and relname = 'profiles' and relkind = 'r' and attname = 'profile_id'
              and has_column_privilege(c.oid, attnum, 'select'))
          and (select count(*) from pg_class where relnamespace = n.oid and relkind = 'r'
            and relname in ('search_specs', 'ledger_state', 'credit_postings')) = 3
        order by nspname`,
  );
  const full: string[] = [];
  for (const { schema } of rows) if (await holdsPeople(db, schema)) full.push(schema);
  return full;
}

/** Whether the store in a schema holds people. @throws StoreUnavailable, StoreRefused */
export async function holdsPeople(db: Sql, schema: string): Promise<boolean> {
  const { holds } = await db.row(
    holdsRow,
    sql`select exists (select from ${sql.raw(quoteName(schema))}.profiles) as holds`,
  );
  return holds;
}
