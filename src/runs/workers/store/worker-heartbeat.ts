import { sql } from "drizzle-orm";
import type { Database } from "../../../database/database.ts";

/** Shows that a worker lives, and that its canary is on its way. */
export async function sendHeartbeat(db: Database, worker: string, host: string): Promise<void> {
  await db.execute(
    sql`insert into workers (name, host, canary_rung_at) values (${worker}, ${host}, now())
        on conflict (name) do update set seen_at = now(), canary_rung_at = now()`,
  );
}

/** A canary of that worker came out of the queue. */
export async function recordHeartbeat(db: Database, worker: string): Promise<void> {
  await db.execute(sql`update workers set canary_seen_at = now() where name = ${worker}`);
}

/** Whether one came out within so many milliseconds. */
export async function isHeartbeatFresh(db: Database, worker: string, withinMs: number): Promise<boolean> {
  const found = await db.execute(
    sql`select from workers
        where name = ${worker} and canary_seen_at > now() - make_interval(secs => ${withinMs / 1000})`,
  );
  return found > 0;
}

/** Forgets a worker that ends, and those that died without a word long ago. */
export async function removeWorker(db: Database, worker: string): Promise<void> {
  await db.execute(sql`delete from workers where name = ${worker} or seen_at < now() - interval '1 day'`);
}
