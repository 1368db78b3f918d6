import { sql } from "drizzle-orm";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import { type ExportedTo, exportedToSchema } from "../erasure-plan.ts";

/** Returns the exports that hold any of these people, oldest first. */
export async function readExports(db: Sql, ids: readonly string[]): Promise<ExportedTo[]> {
  return db.rows(
    exportedToSchema,
    sql`select id as "exportId", destination, format, exported_at as "exportedAt", contacts, undone_at as "undoneAt",
          shown.people
        from exports join (select export_id, count(*) as people from export_people
            where profile_id in (${textList(ids)}) group by export_id) as shown on shown.export_id = exports.id
        order by exports.id`,
  );
}
