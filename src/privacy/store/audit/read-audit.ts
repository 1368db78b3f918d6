import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../../database/database.ts";

const auditRow = z.object({
  id: z.number(),
  happenedAt: z.coerce.date(),
  actor: z.string(),
  command: z.string(),
  subject: z.string().nullable(),
  people: z.number().nullable(),
});
export type AuditLine = z.infer<typeof auditRow>;

/** Returns the newest rows of the audit, the newest first. @param limit most rows; null: all */
export function readAudit(db: Database, limit: number | null): Promise<AuditLine[]> {
  return db.rows(
    auditRow,
    sql`select id, happened_at as "happenedAt", actor, command, subject, people from audit
        order by id desc limit ${limit}`,
  );
}
