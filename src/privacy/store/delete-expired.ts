import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import { lockErasure } from "../../people/store/lock-erasure.ts";
import type { PurgeCounts, RetentionRules } from "../purge.ts";
import { erasePeople, noteErasure, rewriteBodies } from "./erase-people.ts";
import { shownTo } from "./redact-bodies.ts";

/** Rows deleted in one transaction: nobody waits long for it. */
const MOST_PEOPLE = 1_000;
const MOST_BODIES = 500;
const MOST_REJECTED = 5_000;

const idRow = z.object({ profileId: z.string() });
const mayRow = z.object({ may: z.boolean() });
const countRow = z.object({ count: z.number() });
const overdueRow = z.object({
  people: z.number(),
  bodies: z.number(),
  rejected: z.number(),
  /** When the next person will be past their time; null: no person is stored, or people are kept for ever. */
  nextPersonAt: z.coerce.date().nullable(),
});
export type Overdue = z.infer<typeof overdueRow>;

/** Whether that long has passed since; null days: never. */
function isPast(moment: SQL, days: number | null): SQL {
  return days === null ? sql`false` : sql`${moment} < now() - make_interval(days => ${days})`;
}

const pastPeople = ({ people }: RetentionRules) => isPast(sql`first_seen_at`, people);
const pastRejected = ({ raw }: RetentionRules) => isPast(sql`rejected_at`, raw);

/** Answers go once their pages are stored; those of pages that never were, with the people on them. */
function pastBodies({ raw, people }: RetentionRules): SQL {
  const isStored = sql`exists (select from calls where calls.id = call_id and applied_at is not null)`;
  return sql`(${isPast(sql`received_at`, raw)} and ${isStored}) or ${isPast(sql`received_at`, people)}`;
}

/** What is past its time, and when the next person will be. */
export async function readOverdue(db: Sql, rules: RetentionRules): Promise<Overdue> {
  const next =
    rules.people === null
      ? sql`null::timestamptz`
      : sql`(select min(first_seen_at) + make_interval(days => ${rules.people}) from profiles where not ${pastPeople(rules)})`;
  return db.row(
    overdueRow,
    sql`select (select count(*) from profiles where ${pastPeople(rules)}) as people,
          (select count(*) from call_bodies where ${pastBodies(rules)}) as bodies,
          (select count(*) from rejected_profiles where ${pastRejected(rules)}) as rejected, ${next} as "nextPersonAt"`,
  );
}

/** Deletes raw answers and rejected forms that are past their time; a page that goes unstored is noted at its call. */
export async function purgeRaw(db: Database, rules: RetentionRules): Promise<PurgeCounts> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "alone");
    const { count: bodies } = await tx.row(
      countRow,
      sql`with gone as (
            delete from call_bodies where call_id in
              (select call_id from call_bodies where ${pastBodies(rules)} order by call_id limit ${MOST_BODIES})
            returning call_id
          ), unstored as (
            update calls set applied_at = now(), problem = 'deleted at the end of RETENTION_DAYS before it was stored'
            from gone where calls.id = gone.call_id and applied_at is null
          )
          select count(*) as count from gone`,
    );
    const rejected = await tx.execute(
      sql`delete from rejected_profiles where (call_id, position) in (select call_id, position from rejected_profiles
            where ${pastRejected(rules)} limit ${MOST_REJECTED})`,
    );
    const purged = { people: 0, bodies, rejected };
    if (bodies + rejected > 0) await noteErasure(tx, "retention", purged);
    return purged;
  });
}

/** Deletes people who are past their time with everything of theirs, however lately they were seen. */
export async function purgePeople(db: Database, rules: RetentionRules): Promise<PurgeCounts> {
  return db.transaction(async (tx) => {
    await lockErasure(tx, "alone");
    const rows = await tx.rows(
      idRow,
      sql`select profile_id as "profileId" from profiles where ${pastPeople(rules)}
          order by first_seen_at, profile_id limit ${MOST_PEOPLE}`,
    );
    const ids = rows.map(({ profileId }) => profileId);
    if (ids.length === 0) return { people: 0, bodies: 0, rejected: 0 };
    const keys = ids.map((value) => ({ kind: "profile_id", value }) as const);
    const bodies = await rewriteBodies(tx, keys, shownTo(ids));
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

/** True for one process of all that ask within a day. */
export async function claimPurge(db: Database): Promise<boolean> {
  const claimed = await db.execute(
    sql`update ledger_state set purged_at = now() where coalesce(purged_at < now() - interval '1 day', true)`,
  );
  return claimed > 0;
}

/** Samples of values outlive the rows that they came from until the next analysis. */
export async function refreshStatistics(db: Sql): Promise<void> {
  await db.execute(
    sql`analyze profiles, profile_search, profile_versions, contacts, sightings, rejected_profiles, export_people, notices, reparses`,
  );
}
