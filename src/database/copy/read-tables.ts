import { sql } from "drizzle-orm";
import { escapeIdentifier } from "pg";
import { z } from "zod";
import type { Sql } from "../database.ts";

/** A table of the store, with its names quoted for statements. */
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
const sequenceRow = z.object({ name: z.string() });
const positionRow = z.object({ next: z.string() });

/** The secret of a store stays in it: its copy has another. */
const OWN_TABLE = "role_secrets";

/** All tables of the store, each after those that it references. */
export async function readTables(db: Sql): Promise<CopiedRelation[]> {
  const rows = await db.rows(
    tableRow,
    sql`select relname as name,
          array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
            and attgenerated = '' order by attnum) as columns,
          array(select distinct other.relname::text from pg_constraint k join pg_class other on other.oid = k.confrelid
            where k.conrelid = c.oid and k.contype = 'f' and other.oid <> c.oid) as "references",
          exists (select from pg_trigger where tgrelid = c.oid and not tgisinternal) as "hasTriggers"
        from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> ${OWN_TABLE} order by relname`,
  );
  return inOrder(rows).map(({ name, columns, hasTriggers }) => ({
    name,
    quoted: `public.${escapeIdentifier(name)}`,
    columns: columns.map(escapeIdentifier),
    hasTriggers,
  }));
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

/** The numbers that the sequences of the store give next, by name. */
export async function readSequences(db: Sql): Promise<Map<string, string>> {
  const names = await db.rows(
    sequenceRow,
    sql`select relname as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname`,
  );
  const positions = new Map<string, string>();
  for (const { name } of names) {
    const quoted = `public.${escapeIdentifier(name)}`;
    const { next } = await db.row(
      positionRow,
      sql`select (last_value + is_called::integer)::text as next from ${sql.raw(quoted)}`,
    );
    positions.set(quoted, next);
  }
  return positions;
}
