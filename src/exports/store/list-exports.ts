import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";

const exportRow = z.object({
  id: z.number(),
  destination: z.string(),
  format: z.string(),
  people: z.number(),
  /** Number of rows that the format could not take. */
  leftOut: z.number(),
  /** Options by which candidates were chosen. */
  filter: z.record(z.string(), z.unknown()),
  contacts: z.boolean(),
  exportedAt: z.coerce.date(),
  undoneAt: z.coerce.date().nullable(),
});
export type ExportRecord = z.infer<typeof exportRow>;

const columns = sql`id, destination, format, people, left_out as "leftOut", filter, contacts,
  exported_at as "exportedAt", undone_at as "undoneAt"`;

/** Every export, newest first. */
export function listExports(db: Sql): Promise<ExportRecord[]> {
  return db.rows(exportRow, sql`select ${columns} from exports order by id desc`);
}

/** Marks an export as undone, unless it already is. Returns it as it is now; null: no export has that number. */
export async function undoExport(db: Sql, id: number): Promise<ExportRecord | null> {
  const [undone] = await db.rows(
    exportRow,
    sql`update exports set undone_at = coalesce(undone_at, now()) where id = ${id} returning ${columns}`,
  );
  return undone ?? null;
}
