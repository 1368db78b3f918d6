import { sql } from "drizzle-orm";
import { escapeIdentifier } from "pg";
import { z } from "zod";
import type { Sql } from "../database.ts";
import { CURRENT_SCHEMA, MIGRATIONS_TABLE } from "../namespace/store-schema.ts";
import { TABLE_RIGHTS } from "../roles/table-rights.ts";
import { textList } from "../text-list.ts";

/** A table of the store. Its names are quoted for statements in a transaction of that store, where they need no schema. */
export interface CopiedRelation {
  readonly name: string;
  readonly quoted: string;
  readonly columns: readonly string[];
  /** Whether our own triggers derive rows of other tables from it. */
  readonly hasTriggers: boolean;
}

const tableRow = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  references: z.array(z.string()),
  hasTriggers: z.boolean(),
});
const nameRow = z.object({ name: z.string() });
const positionRow = z.object({ next: z.string() });

/** The secret of a store stays in it: its copy has another. */
const OWN_TABLE = "role_secrets";
const TABLES = Object.keys(TABLE_RIGHTS).filter((name) => name !== OWN_TABLE);

/** All tables of the store, each after those that it references. Other tables in its schema are left alone. */
export async function readTables(db: Sql): Promise<CopiedRelation[]> {
  const rows = await db.rows(
    tableRow,
    sql`select relname as name,
          array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
            and attgenerated = '' order by attnum) as columns,
          array(select distinct other.relname::text from pg_constraint k join pg_class other on other.oid = k.confrelid
            where k.conrelid = c.oid and k.contype = 'f' and other.oid <> c.oid) as "references",
          exists (select from pg_trigger where tgrelid = c.oid and not tgisinternal) as "hasTriggers"
        from pg_class c where relnamespace = ${CURRENT_SCHEMA} and relkind = 'r' and relname in (${textList(TABLES)}) order by relname`,
  );
  return inOrder(rows).map(({ name, columns, hasTriggers }) => ({
    name,
    quoted: escapeIdentifier(name),
    columns: columns.map(escapeIdentifier),
    hasTriggers,
  }));
}

/** The names of other tables in the schema of the store. */
export async function readOtherTables(db: Sql): Promise<string[]> {
  const rows = await db.rows(
    nameRow,
    sql`select relname as name from pg_class where relnamespace = ${CURRENT_SCHEMA} and relkind = 'r'
          and relname not in (${textList(Object.keys(TABLE_RIGHTS))}) and relname <> ${MIGRATIONS_TABLE} order by relname`,
  );
  return rows.map(({ name }) => name);
}

function inOrder<Row extends { readonly name: string; readonly references: readonly string[] }>(
  rows: readonly Row[],
): Row[] {
  const ordered: Row[] = [];
  const waiting = [...rows];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ references }) =>
      references.every((name) => waiting.every((row) => row.name !== name)),
    );
    if (next === -1) throw new TypeError("the tables reference each other in a circle");
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

/** The numbers that the sequences of the store give next, by quoted name. */
export async function readSequences(db: Sql): Promise<Map<string, string>> {
  const names = await db.rows(
    nameRow,
    sql`select c.relname as name from pg_class c
          join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
          join pg_class owned on owned.oid = d.refobjid
        where c.relnamespace = ${CURRENT_SCHEMA} and c.relkind = 'S'
          and owned.relnamespace = ${CURRENT_SCHEMA} and owned.relname in (${textList(TABLES)}) order by c.relname`,
  );
  const positions = new Map<string, string>();
  for (const { name } of names) {
    const quoted = escapeIdentifier(name);
    const { next } = await db.row(
      positionRow,
      sql`select (last_value + is_called::integer)::text as next from ${sql.raw(quoted)}`,
    );
    positions.set(quoted, next);
  }
  return positions;
}
