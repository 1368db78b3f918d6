import { sql } from "drizzle-orm";
import type { Database } from "../../database/database.ts";
import { type DueNotification, dueNotificationSchema } from "../send-reports.ts";

const MOST_ATTEMPTS = 10;
const MOST_AT_ONCE = 20;

/**
 * Takes reports that are due. The next attempt is put off before this one is made, from half a minute to an hour, so that
 * a process which dies over it, or a receiver that is down, costs no more than a delay. After a day nobody wants them.
 */
export async function claimNotifications(db: Database): Promise<DueNotification[]> {
  return db.rows(
    dueNotificationSchema,
    sql`update webhook_reports set attempts = attempts + 1,
          next_attempt_at = now() + least(interval '1 hour', interval '30 seconds' * 2 ^ attempts)
        where id in (select id from webhook_reports
          where sent_at is null and next_attempt_at <= now() and attempts < ${MOST_ATTEMPTS}
            and made_at > now() - interval '1 day'
          order by id limit ${MOST_AT_ONCE} for update skip locked)
        returning id, kind, run_id as "runId", schedule, planned_for as "plannedFor", made_at as "madeAt"`,
  );
}

/** Notes that a report was taken. */
export async function markNotificationSent(db: Database, id: number): Promise<void> {
  await db.execute(sql`update webhook_reports set sent_at = now() where id = ${id}`);
}
