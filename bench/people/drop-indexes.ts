import type { Database } from "../../src/database/database.ts";

const INDEXES = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
  from pg_index join pg_class on pg_class.oid = indrelid
  where relnamespace = 'public'::regnamespace and not indisunique and relkind = 'r'`;

/** Takes away what a large load need not keep up row by row. Gives what makes it anew. */
export async function dropIndexes({ pool }: Database): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ name: string; definition: string }>(INDEXES);
  for (const { name } of rows) await pool.query(`drop index ${name}`);
  return async () => {
    const client = await pool.connect();
    await client.query("set maintenance_work_mem = '1GB'");
    for (const { definition } of rows) await client.query(definition);
    client.release(true);
  };
}
