import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql, Transaction } from "../../../database/database.ts";
import { lockOfStore } from "../../../database/namespace/store-schema.ts";
import { chooseFill, type GapHistory, NO_GAP_HISTORY } from "../../plan/choose-fill.ts";
import { choosePass, type LastPass, type PassDecision } from "../../plan/choose-pass.ts";
import { readGaps } from "../../plan/store/read-gaps.ts";
import { STOP_REASONS } from "../../stop-reason.ts";
import { STATUSES } from "../../transitions.ts";
import type { BeginWalkResult, Lease } from "../walk-store.ts";
import { lockWalk } from "./lease.ts";

const moment = z.coerce.date().nullable();
const walkRow = z.object({
  status: z.string(),
  spec: z.string(),
  fingerprint: z.string(),
  refreshDays: z.number(),
  restart: z.boolean(),
  fillsGaps: z.boolean(),
  cancelled: z.boolean(),
  now: z.coerce.date(),
  elsewhere: z.boolean(),
  everComplete: z.boolean(),
});
const passRow = z.object({
  id: z.number(),
  status: z.enum(STATUSES.pass),
  endReason: z.enum(STOP_REASONS).nullable(),
  endedAt: moment,
  nextPage: z.number(),
  lastBoughtAt: moment,
  searchBoughtAt: moment,
});
const idRow = z.object({ id: z.number() });

/**
 * Decides what a walk has to buy: nothing, the rest of an earlier pass, or a pass of its own. A walk that has begun
 * before goes on.
 * @throws LeaseLost
 */
export async function beginWalk(db: Database, lease: Lease): Promise<BeginWalkResult> {
  const begin = async (tx: Transaction): Promise<BeginWalkResult> => {
    const [, , walk] = await Promise.all([lockWalk(tx, lease), lockSearch(tx, lease), readWalk(tx, lease)]);
    if (walk.status === "walking") return { kind: "walking" };
    if (walk.cancelled) return { kind: "nothing", reason: "cancelled", note: null, fresh: false };
    if (walk.elsewhere) {
      await tx.execute(sql`update walks set joined = true where id = ${lease.walkId}`);
      return { kind: "joined" };
    }
    const last = await newestPass(tx, walk.spec, walk.fingerprint);
    if (walk.fillsGaps) return beginFill(tx, lease, walk, last);
    const pass = choosePass(last, walk);
    if (pass.kind === "fresh" || pass.kind === "failed") return { kind: "nothing", ...endingOf(pass) };
    await startWalking(tx, lease, pass.kind === "continue" && last ? last.id : await openPass(tx, walk));
    return { kind: "walking" };
  };
  return db.transaction(begin, { prepared: true });
}

function endingOf(pass: Extract<PassDecision, { kind: "fresh" | "failed" }>) {
  return { reason: pass.reason, note: null, fresh: pass.kind === "fresh" };
}

/** Begins to buy the gaps of a complete pass, or goes on with it. */
async function beginFill(
  tx: Transaction,
  lease: Lease,
  walk: z.infer<typeof walkRow>,
  last: (LastPass & { id: number }) | null,
): Promise<BeginWalkResult> {
  const history = (await readGaps(tx, [walk])).get(walk.spec) ?? NO_GAP_HISTORY;
  const fill = chooseFill(last, history);
  if (last === null || fill.kind === "incomplete") {
    return {
      kind: "nothing",
      reason: "cancelled",
      note: "its search is not complete any more",
      fresh: false,
    };
  }
  if (fill.kind === "no_gaps") return { kind: "nothing", reason: fill.reason, note: null, fresh: true };
  await startWalking(
    tx,
    lease,
    fill.kind === "continue" ? fill.passId : await openFill(tx, last.id, history),
  );
  return { kind: "walking" };
}

/** Serialises the runs that begin the same search, so that each sees what the other has started. */
async function lockSearch(tx: Sql, lease: Lease): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(${lockOfStore(sql`hashtextextended(spec || ' ' || fingerprint, 0)`)}) from walks where id = ${lease.walkId}`,
  );
}

async function readWalk(tx: Sql, lease: Lease): Promise<z.infer<typeof walkRow>> {
  return tx.row(
    walkRow,
    sql`select walks.status, walks.spec, walks.fingerprint, walks.refresh_days as "refreshDays",
          runs.restart and not walks.restarted as restart, runs.fill_gaps as "fillsGaps", runs.cancelled, now() as now,
          exists (select from walks other where other.spec = walks.spec and other.fingerprint = walks.fingerprint
            and other.status = 'walking' and other.id <> walks.id) as elsewhere,
          exists (select from passes where passes.spec = walks.spec and passes.fingerprint = walks.fingerprint
            and passes.status = 'complete') as "everComplete"
        from walks join runs on runs.id = walks.run_id where walks.id = ${lease.walkId}`,
  );
}

async function newestPass(
  tx: Sql,
  spec: string,
  fingerprint: string,
): Promise<(LastPass & { id: number }) | null> {
  const [pass] = await tx.rows(
    passRow,
    sql`select id, status, end_reason as "endReason", ended_at as "endedAt", next_page as "nextPage",
          last_bought_at as "lastBoughtAt", max(last_bought_at) over () as "searchBoughtAt"
        from passes where spec = ${spec} and fingerprint = ${fingerprint} and fills is null
        order by id desc limit 1`,
  );
  return pass ?? null;
}

async function openPass(tx: Sql, walk: z.infer<typeof walkRow>): Promise<number> {
  const { id } = await tx.row(
    idRow,
    sql`insert into passes (spec, fingerprint, refresh)
        values (${walk.spec}, ${walk.fingerprint}, ${walk.everComplete}) returning id`,
  );
  return id;
}

async function openFill(tx: Sql, passId: number, { gaps, totalCount }: GapHistory): Promise<number> {
  const { id } = await tx.row(
    idRow,
    sql`insert into passes (spec, fingerprint, refresh, fills, pages, next_page, people_sought, total_count_before)
        select spec, fingerprint, false, id, array(select jsonb_array_elements_text(${JSON.stringify(gaps.pages)}::jsonb)::integer),
          ${gaps.pages[0] ?? 1}, ${gaps.people}, ${totalCount} from passes where id = ${passId} returning id`,
  );
  return id;
}

/** What ended an earlier walk of the pass and not the pass itself ends this one no more. */
async function startWalking(tx: Sql, lease: Lease, passId: number): Promise<void> {
  await tx.execute(sql`update passes set end_reason = null where id = ${passId} and status = 'open'`);
  await tx.execute(
    sql`update walks set status = 'walking', pass_id = ${passId}, stop_reason = null, note = null,
          restarted = restarted or (select restart from runs where runs.id = walks.run_id),
          started_at = coalesce(started_at, now())
        where id = ${lease.walkId}`,
  );
}
