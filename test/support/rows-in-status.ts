import type { Database } from "../../src/database/database.ts";
import type { Status } from "../../src/runs/transitions.ts";
import type { Lease } from "../../src/runs/walk/walk-store.ts";

/** The process that holds leases and runs in these rows. */
export const HOLDER = "the holder";

export interface WalkInStatus {
  readonly status: Status<"walk">;
  readonly isLeased?: boolean;
  /** Status of its pass; default: a walk that waits has none, and the pass of another walk is open. */
  readonly pass?: Status<"pass">;
}

export interface RunInStatus {
  readonly status: Status<"run">;
  readonly walks?: readonly WalkInStatus[];
  /** A user has cancelled the run. */
  readonly isCancelled?: boolean;
  /** A command that has died works on the run alone. */
  readonly hasOwner?: boolean;
}

export interface InsertedRun {
  readonly runId: number;
  /** The spec of the run and the name of its schedule. */
  readonly name: string;
  readonly leases: readonly Lease[];
}

let inserted = 0;

/** Inserts a run in a status with one spec and at most one walk of it, whether or not a process would bring it there. */
export async function insertRun(db: Database, run: RunInStatus): Promise<InsertedRun> {
  inserted += 1;
  const name = `row-${inserted}`;
  await db.pool.query(
    `insert into search_specs (spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, nightly, enabled, priority)
     values ($1, 1, $1, '{"location": ["Paris, France"]}', 30, 2, true, true, 0)`,
    [name],
  );
  await db.pool.query(
    "insert into schedules (name, cron, time_zone, selection, budget_credits) values ($1, $2, 'UTC', $3, 100)",
    [name, "0 2 * * *", JSON.stringify({ kind: "all" })],
  );
  const selection = JSON.stringify({ kind: "specs", specs: [name] });
  const { rows } = await db.pool.query(
    `insert into runs (selection, status, cancelled, schedule, lane_owner, lane_until)
     values ($1, $2, $3, $4, $5, now() - interval '1 hour') returning id`,
    [selection, run.status, run.isCancelled === true, name, run.hasOwner === true ? HOLDER : null],
  );
  const runId: number = rows[0].id;
  const leases: Lease[] = [];
  for (const walk of run.walks ?? []) leases.push(await insertWalk(db, { runId, name }, walk));
  return { runId, name, leases };
}

async function insertWalk(
  db: Database,
  { runId, name }: { runId: number; name: string },
  { status, isLeased = false, pass = status === "waiting" ? undefined : "open" }: WalkInStatus,
): Promise<Lease> {
  const { rows: passes } =
    pass === undefined
      ? { rows: [] }
      : await db.pool.query(
          "insert into passes (spec, fingerprint, refresh, status) values ($1, $1, false, $2) returning id",
          [name, pass],
        );
  const { rows } = await db.pool.query(
    `insert into walks (run_id, spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, priority, pass_id,
       status, lease_token, lease_owner, lease_until)
     values ($1, $2, 1, $2, '{}', 30, 2, 0, $3, $4, 1, $5, now() + make_interval(hours => $6)) returning id`,
    [runId, name, passes[0]?.id ?? null, status, isLeased ? HOLDER : null, isLeased ? 1 : -1],
  );
  return { walkId: rows[0].id, token: 1 };
}

export interface CallInStatus {
  readonly status: Status<"call">;
  readonly outcome: "answered" | "refused" | "unknown" | null;
}

/** Inserts a call of a walk in a status, and what is booked for it. */
export async function insertCall(db: Database, { walkId }: Lease, call: CallInStatus) {
  await db.pool.query("insert into api_keys (id) values ('k') on conflict do nothing");
  const { rows } = await db.pool.query(
    `insert into calls (run_id, walk_id, pass_id, spec, page, go, status, outcome, key_id, price_class, alone, reserved_credits,
       credits, settled_by, day, month)
     select run_id, id, pass_id, spec, 1, 1, $2::text, $3::text, 'k', '', false, 25, case when $2 = 'settled' then 1 end,
       case when $2 = 'settled' then case when $3 = 'unknown' then 'person' else 'answer' end end, '2026-01-01', '2026-01'
     from walks where id = $1 returning id, attempt`,
    [walkId, call.status, call.outcome],
  );
  return { callId: Number(rows[0].id), attempt: String(rows[0].attempt) };
}
