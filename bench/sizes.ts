import type pg from "pg";
import type { Figures } from "./measurement.ts";

const MIB = "round(%s / 1048576.0, 1)::float8";
const size = (expression: string) => MIB.replace("%s", expression);

const TABLES = `
  select relname, greatest(reltuples, 0)::bigint::text as rows, ${size("pg_table_size(oid)")} as own,
    ${size("pg_indexes_size(oid)")} as indexes
  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and reltuples > 1000
  order by pg_total_relation_size(oid) desc`;

const INDEXES = `
  select indexrelid::regclass::text as name, ${size("pg_relation_size(indexrelid)")} as size,
    regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '') as definition
  from pg_index join pg_class on pg_class.oid = indrelid
  where relnamespace = 'public'::regnamespace and relname in ('profiles', 'profile_search', 'sightings', 'profile_versions')
  order by pg_relation_size(indexrelid) desc limit 20`;

/** What the tables and their largest indexes take on the disk, in MiB. */
export async function measureSizes(pool: pg.Pool): Promise<Figures[]> {
  const tables = await pool.query({ text: TABLES, rowMode: "array" });
  const indexes = await pool.query({ text: INDEXES, rowMode: "array" });
  return [
    { title: "Tables (MiB)", columns: ["table", "rows", "table", "indexes"], rows: tables.rows, notes: [] },
    { title: "Indexes (MiB)", columns: ["index", "size", "of"], rows: indexes.rows, notes: [] },
  ];
}
