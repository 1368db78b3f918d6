import { sql } from "drizzle-orm";
import { z } from "zod";
import { queueSchemaOf } from "../../queue/queue-schema.ts";
import type { Database, Sql } from "../database.ts";

/** What BullMQ keeps by the name of a queue. */
const QUEUE_TABLES = ["job", "event", "metrics", "scheduler", "rate_limit", "dedup", "dedup_next", "meta"];
/** Names of the queues of runs that one command worked on, as `queueOfRun` and BullMQ make them. */
const RUN_QUEUES = "^sourcing-run-[0-9]+$";

const nameRow = z.object({ name: z.string() });
const mayRow = z.object({ may: z.boolean() });

/**
 * Deletes what the queue in Postgres and the webhook no longer need: events of yesterday, the queues of runs that no process
 * works on, as a killed command leaves them, and reports that are older than `reportDays`. Leaves out what this login may not delete.
 */
export async function purgeQueue(db: Database, reportDays: number): Promise<void> {
  const schema = queueSchemaOf(db.schema);
  const tableOf = (name: string) => sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
  await db.transaction(async (tx) => {
    const tables = await readDeletable(tx, schema);
    if (tables.has("event")) {
      await tx.execute(
        sql`delete from ${tableOf("event")} where created_at_ms < extract(epoch from now() - interval '1 day') * 1000`,
      );
    }
    for (const table of QUEUE_TABLES.filter((name) => tables.has(name))) {
      await tx.execute(
        sql`delete from ${tableOf(table)} where queue ~ ${RUN_QUEUES} and queue not in
              (select 'sourcing-run-' || id from runs where status in ('planned', 'running'))`,
      );
    }
    const { may } = await tx.row(mayRow, sql`select has_table_privilege('webhook_reports', 'delete') as may`);
    // After a day, a report is sent no more.
    if (may)
      await tx.execute(
        sql`delete from webhook_reports where made_at < now() - make_interval(days => ${Math.max(reportDays, 2)})`,
      );
  });
}

async function readDeletable(tx: Sql, schema: string): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(
    nameRow,
    sql`select relname::text as name from pg_class join pg_namespace as place on place.oid = relnamespace
        where nspname = ${schema} and relkind = 'r' and has_schema_privilege(place.oid, 'usage')
          and has_table_privilege(pg_class.oid, 'select') and has_table_privilege(pg_class.oid, 'delete')`,
  );
  return new Set(rows.map(({ name }) => name));
}
