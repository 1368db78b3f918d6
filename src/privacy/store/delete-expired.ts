import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import { lockErasure } from "../../people/store/lock-erasure.ts";
import type { PurgeCounts, RetentionRules } from "../purge.ts";
import { erasePeople, noteErasure, rewriteBodies } from "./erase-people.ts";
import { callsShowing } from "./redact-bodies.ts";

/** Limits of rows deleted in one transaction, so that storing people waits only briefly. */
const MOST_PEOPLE = 1_000;
const MOST_BODIES = 500;
const MOST_REJECTED = 5_000;

const idRow = z.object({ profileId: z.string() });
const mayRow = z.object({ may: z.boolean() });
const countRow = z.object({ count: z.number() });
const expiredRow = z.object({
  people: z.number(),
  bodies: z.number(),
  rejected: z.number(),
  /** When the next person expires; null: no person is stored, or people are kept for ever. */
  nextPersonAt: z.coerce.date().nullable(),
});
export type Overdue = z.infer<typeof expiredRow>;

/** Returns the condition that a time is more than so many days ago; never if days is null. */
function isOlderThan(moment: SQL, days: number | null): SQL {
  return days === null ? sql`false` : sql`${moment} < now() - make_interval(days => ${days})`;
}

const expiredPeople = ({ people }: RetentionRules) => isOlderThan(sql`first_seen_at`, people);
const expiredRejected = ({ raw }: RetentionRules) => isOlderThan(sql`rejected_at`, raw);

/** A raw answer expires once its page is stored, or no page will be; a page that is yet to be stored expires with people. */
function expiredBodies({ raw, people }: RetentionRules): SQL {
  const isStored = sql`exists (select from calls where calls.id = call_id and (applied_at is not null or outcome is distinct from 'answered'))`;
  return sql`(${isOlderThan(sql`received_at`, raw)} and ${isStored}) or ${isOlderThan(sql`received_at`, people)}`;
}

/** Counts expired data, and says when the next person expires. */
export async function readExpired(db: Sql, rules: RetentionRules): Promise<Overdue> {
  const next =
    rules.people === null
      ? sql`null::timestamptz`
      : sql`(select min(first_seen_at) + make_interval(days => ${rules.people}) from profiles where not ${expiredPeople(rules)})`;
  return db.row(
    expiredRow,
    sql`select (select count(*) from profiles where ${expiredPeople(rules)}) as people,
          (select count(*) from call_bodies where ${expiredBodies(rules)}) as bodies,
          (select count(*) from rejected_profiles where ${expiredRejected(rules)}) as rejected, ${next} as "nextPersonAt"`,
  );
}

/** Deletes expired raw answers and rejected profiles. A page that is deleted before it was stored is noted at its call. */
export async function purgeRaw(db: Database, rules: RetentionRules): Promise<PurgeCounts> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "alone");
    const { count: bodies } = await tx.row(
      countRow,
      sql`with gone as (
            delete from call_bodies where call_id in
              (select call_id from call_bodies where ${expiredBodies(rules)} order by call_id limit ${MOST_BODIES})
            returning call_id
          ), unstored as (
            update calls set applied_at = now(), problem = 'deleted at the end of RETENTION_DAYS before it was stored'
            from gone where calls.id = gone.call_id and applied_at is null and outcome = 'answered'
          )
          select count(*) as count from gone`,
    );
    const rejected = await tx.execute(
      sql`delete from rejected_profiles where (call_id, position) in (select call_id, position from rejected_profiles
            where ${expiredRejected(rules)} limit ${MOST_REJECTED})`,
    );
    const purged = { people: 0, bodies, rejected };
    if (bodies + rejected > 0) await noteErasure(tx, "retention", purged);
    return purged;
  });
}

/** Deletes expired people with all their data, however recently they were seen. */
export async function purgePeople(db: Database, rules: RetentionRules): Promise<PurgeCounts> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "alone");
    const rows = await tx.rows(
      idRow,
      sql`select profile_id as "profileId" from profiles where ${expiredPeople(rules)}
          order by first_seen_at, profile_id limit ${MOST_PEOPLE}`,
    );
    const ids = rows.map(({ profileId }) => profileId);
    if (ids.length === 0) return { people: 0, bodies: 0, rejected: 0 };
    const keys = ids.map((value) => ({ kind: "profile_id", value }) as const);
    const bodies = await rewriteBodies(tx, keys, callsShowing(ids));
    await erasePeople(tx, ids);
    const purged = { people: ids.length, bodies, rejected: 0 };
    await noteErasure(tx, "retention", purged);
    return purged;
  });
}

export async function mayPurge(db: Database): Promise<boolean> {
  const { may } = await db.row(
    mayRow,
    sql`select has_table_privilege('profiles', 'delete') and has_column_privilege('ledger_state', 'purged_at', 'update') as may`,
  );
  return may;
}

/** Returns true to one process a day. */
export async function claimPurge(db: Database): Promise<boolean> {
  const claimed = await db.execute(
    sql`update ledger_state set purged_at = now() where coalesce(purged_at < now() - interval '1 day', true)`,
  );
  return claimed > 0;
}

/** Renews the planner's statistics, whose samples of values otherwise outlive the rows that they came from. */
export async function refreshStatistics(db: Sql): Promise<void> {
  await db.execute(
    sql`analyze profiles, profile_search, profile_versions, contacts, sightings, rejected_profiles, export_people, notices, reparses, search_refreshes`,
  );
}
