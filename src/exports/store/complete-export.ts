import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import { lockErasure } from "../../people/store/lock-erasure.ts";
import type { CompleteResult, ExportNote } from "../export-set.ts";

const countsRow = z.object({ people: z.number(), erased: z.number() });
const idRow = z.object({ id: z.number() });

/**
 * Records an export of the people in `pg_temp.exported`, if all of them are still stored. An erasure waits for the end of this
 * transaction and then finds the export. `publish` comes last, so that only the commit can fail after it.
 */
export function completeExport(
  session: Database,
  note: ExportNote,
  publish: () => Promise<void>,
): Promise<CompleteResult> {
  return session.transaction(async (tx) => {
    await lockErasure(tx, "shared");
    const { people, erased } = await tx.row(
      countsRow,
      sql`select count(*) as people, count(*) filter (where profiles.profile_id is null) as erased
          from exported left join profiles using (profile_id)`,
    );
    if (erased > 0) return { kind: "erased", people: erased };
    const exportId = people === 0 ? null : await record(tx, note, people);
    await publish();
    return exportId === null ? { kind: "empty" } : { kind: "recorded", exportId };
  });
}

async function record(tx: Sql, note: ExportNote, people: number): Promise<number> {
  const { id } = await tx.row(
    idRow,
    sql`insert into exports (destination, format, people, left_out, filter, contacts)
        values (${note.destination}, ${note.format}, ${people}, ${note.leftOut}, ${JSON.stringify(note.filter)}::jsonb,
          ${note.contacts}) returning id`,
  );
  await tx.execute(
    sql`insert into export_people (export_id, profile_id) select ${id}::bigint, profile_id from exported order by profile_id`,
  );
  return id;
}
