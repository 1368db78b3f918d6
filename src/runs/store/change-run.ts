import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "../../database/database.ts";
import { lockLedger } from "../../database/lock-ledger.ts";
import { finishRun } from "../walk/store/finish-walk.ts";
import { suspendLostCalls } from "../walk/store/suspend-lost-calls.ts";
import { RUN_LEASE_SECONDS } from "./create-run.ts";
import { cancelOutdatedWalks, IS_OUTDATED } from "./outdated-walks.ts";
import { HAS_UNAPPLIED_PAGE, IS_UNFINISHED, IS_UNLEASED } from "./unfinished-walk.ts";

/** `busy`: a command that is alive works on the run, or has just recorded a page of it. */
export type ChangedRun = "done" | "nothing_to_do" | "busy" | "unknown";

const idRow = z.object({ id: z.number() });
const busyRow = z.object({ busy: z.boolean() });
/** A run without walks has not been started, or found nothing to walk. */
const NOT_STARTED = sql`not exists (select from walks where walks.run_id = runs.id)`;
const ownerRow = z.object({ id: z.number(), owner: z.string(), expired: z.boolean() });

/**
 * Opens the walks of a run that can go on: stopped, cancelled or never finished. A walk whose spec was changed or disabled
 * since is left alone. What a person asks for again may buy a page in suspense once more and try a refused key.
 * @param budgetCredits a new total for the run; null: as it was
 * @param owner the process that works on it alone; null: the workers
 */
export async function resumeRun(
  db: Database,
  runId: number,
  budgetCredits: number | null,
  owner: string | null,
): Promise<ChangedRun> {
  return reopenRun(db, { runId, budgetCredits, owner, asStarted: false });
}

/** Resumes a run as `resumeRun` does, and its walks whose spec was changed or disabled since too, each as it was then. */
export async function resumeRunAsStarted(
  db: Database,
  runId: number,
  budgetCredits: number | null,
  owner: string | null,
): Promise<ChangedRun> {
  return reopenRun(db, { runId, budgetCredits, owner, asStarted: true });
}

interface Resumption {
  readonly runId: number;
  readonly budgetCredits: number | null;
  readonly owner: string | null;
  readonly asStarted: boolean;
}

async function reopenRun(
  db: Database,
  { runId, budgetCredits, owner, asStarted }: Resumption,
): Promise<ChangedRun> {
  return db.transaction(async (tx) => {
    await lockLedger(tx);
    const [run] = await tx.rows(
      busyRow,
      sql`select lane_owner is not null and status in ('planned', 'running') as busy from runs where id = ${runId}`,
    );
    if (run === undefined) return "unknown";
    if (run.busy) return "busy";
    if (!asStarted && !(await cancelOutdatedWalks(tx, runId))) return "busy";
    const opened = await reopenWalks(tx, runId, asStarted);
    const planned = await tx.execute(
      sql`select from runs where id = ${runId} and (status = 'planned' or (status = 'interrupted' and ${NOT_STARTED}))`,
    );
    if (opened === 0 && planned === 0) {
      await finishRun(tx, sql`${runId}`);
      return "nothing_to_do";
    }
    await tx.execute(
      sql`update runs set status = case when ${NOT_STARTED} then 'planned' else 'running' end, cancelled = false,
            go = go + 1, asked_at = now(), finished_at = null, budget_credits = coalesce(${budgetCredits}, budget_credits),
            lane_owner = ${owner},
            lane_until = ${owner === null ? sql`null` : sql`now() + make_interval(secs => ${RUN_LEASE_SECONDS})`}
          where id = ${runId}`,
    );
    return "done";
  });
}

/** A token more keeps a holder that was frozen from going on beside the next one. Gives how many walks can go on. */
async function reopenWalks(tx: Transaction, runId: number, asStarted: boolean): Promise<number> {
  const walks = await tx.rows(
    idRow,
    sql`update walks set status = 'waiting', stop_reason = null, note = null, finished_at = null, fresh = false,
          lease_token = lease_token + 1, lease_owner = null, lease_until = null
        where run_id = ${runId} and (status in ('stopped', 'cancelled')
          or (${IS_UNFINISHED} and ${IS_UNLEASED}))
          and ${asStarted ? sql`true` : sql`not ${IS_OUTDATED}`}
        returning id`,
  );
  for (const walk of walks) await suspendLostCalls(tx, walk.id);
  return walks.length;
}

/**
 * Stops a run at the next page boundary. Walks that no process holds end at once, but those with a page that is recorded and
 * not applied: the next process that takes such a walk applies the page, then ends the walk.
 */
export async function cancelRun(db: Database, runId: number): Promise<ChangedRun> {
  return db.transaction(async (tx) => {
    await lockLedger(tx);
    const [run] = await tx.rows(idRow, sql`select id from runs where id = ${runId}`);
    if (run === undefined) return "unknown";
    // Walks before their run, as everywhere; nobody takes one meanwhile, because that takes the ledger.
    const walks = await tx.rows(
      idRow,
      sql`update walks set status = 'cancelled', stop_reason = 'cancelled', finished_at = now(), lease_owner = null,
            lease_until = null
          where run_id = ${runId} and ${IS_UNFINISHED} and ${IS_UNLEASED} and not ${HAS_UNAPPLIED_PAGE}
          returning id`,
    );
    for (const walk of walks) await suspendLostCalls(tx, walk.id);
    const cancelled = await tx.execute(
      sql`update runs set cancelled = true, status = 'running'
          where id = ${runId} and status in ('planned', 'running', 'interrupted')`,
    );
    if (cancelled === 0) return "nothing_to_do";
    await finishRun(tx, sql`${runId}`);
    return "done";
  });
}

/** Notes that the command which worked on a run has stopped doing so; its searches are free for other runs. */
export async function interruptRun(db: Database, runId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await lockLedger(tx);
    await letGo(tx, runId, "interrupted");
  });
}

/** Hands runs whose command ended without a word to the workers. Gives their numbers. */
export async function reassignAbandonedRuns(
  db: Database,
  isProcessDead: (owner: string) => boolean,
): Promise<number[]> {
  const owned = await db.rows(
    ownerRow,
    sql`select id, lane_owner as owner, coalesce(lane_until < now(), true) as expired
        from runs where lane_owner is not null and status in ('planned', 'running')`,
  );
  const orphans = owned.filter((run) => run.expired || isProcessDead(run.owner)).map((run) => run.id);
  for (const runId of orphans) {
    await db.transaction(async (tx) => {
      await lockLedger(tx);
      await letGo(tx, runId, "running");
    });
  }
  return orphans;
}

/** Shows that the command which works on a run still does. */
export async function renewRunLease(db: Database, runId: number): Promise<void> {
  await db.execute(
    sql`update runs set lane_until = now() + make_interval(secs => ${RUN_LEASE_SECONDS})
        where id = ${runId} and lane_owner is not null`,
  );
}

/** A token more takes the walk from whoever holds it; what it had sent is ambiguous. */
async function letGo(tx: Transaction, runId: number, status: "interrupted" | "running"): Promise<void> {
  const walks = await tx.rows(
    idRow,
    sql`update walks set status = 'waiting', lease_token = lease_token + 1, lease_owner = null, lease_until = null
        where run_id = ${runId} and ${IS_UNFINISHED} returning id`,
  );
  for (const walk of walks) await suspendLostCalls(tx, walk.id);
  await tx.execute(
    sql`update runs set lane_owner = null, lane_until = null,
          status = case when status = 'running' or (status = 'planned' and ${status} = 'interrupted') then ${status}
            else status end
        where id = ${runId}`,
  );
  await finishRun(tx, sql`${runId}`);
}
