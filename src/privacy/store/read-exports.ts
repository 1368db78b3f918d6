import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import type { ExportedTo } from "../privacy-store.ts";

const exportRow = z.object({
  exportId: z.number(),
  destination: z.string(),
  format: z.string(),
  exportedAt: z.coerce.date(),
  contacts: z.boolean(),
  undoneAt: z.coerce.date().nullable(),
  people: z.number(),
});

/** The exports in which any of these people were, oldest first. */
export async function readExports(db: Sql, ids: readonly string[]): Promise<ExportedTo[]> {
  return db.rows(
    exportRow,
    sql`select id as "exportId", destination, format, exported_at as "exportedAt", contacts, undone_at as "undoneAt",
          shown.people
        from exports join (select export_id, count(*) as people from export_people
            where profile_id in (${textList(ids)}) group by export_id) as shown on shown.export_id = exports.id
        order by exports.id`,
  );
}
