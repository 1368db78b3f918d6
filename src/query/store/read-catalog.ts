import { z } from "zod";
import type { QueryResult, SqlQuery } from "./run-read-only.ts";

const columnRow = z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]);

/** A table or view that the reader may read, with what its comment says. */
export const catalogRelationSchema = z.object({
  name: z.string(),
  about: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string(), about: z.string() })),
});
type CatalogRelation = z.infer<typeof catalogRelationSchema>;

/** What the login of readers may read of the store's schema: table, its comment, column, type, and the column's comment. */
export const CATALOG_QUERY: SqlQuery = {
  statement: `
    select relname::text, coalesce(obj_description(c.oid, 'pg_class'), ''), attname::text,
      format_type(atttypid, atttypmod), coalesce(col_description(c.oid, attnum), '')
    from pg_catalog.pg_class c join pg_catalog.pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'v', 'm', 'p')
      and has_column_privilege(c.oid, attnum, 'select')
    order by relkind = 'v' desc, relname, attnum`,
};

/** Gathers the rows of that query by table, views first. */
export async function readCatalog({ rows }: QueryResult): Promise<CatalogRelation[]> {
  const relations = new Map<string, CatalogRelation>();
  for await (const row of rows) {
    const [name, about, column, type, meaning] = columnRow.parse(row);
    const before = relations.get(name)?.columns ?? [];
    relations.set(name, { name, about, columns: [...before, { name: column, type, about: meaning }] });
  }
  return [...relations.values()];
}
