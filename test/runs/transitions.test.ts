import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { settleCalls, settleTogether } from "../../src/credits/store/settle-call.ts";
import type { Database } from "../../src/database/database.ts";
import { readPage } from "../../src/leonar/read-page.ts";
import { fireSchedule } from "../../src/runs/schedules/store/fire-schedule.ts";
import { STOP_REASONS } from "../../src/runs/stop-reason.ts";
import {
  cancelRun,
  interruptRun,
  reassignAbandonedRuns,
  resumeRun,
} from "../../src/runs/store/change-run.ts";
import { startRun } from "../../src/runs/store/create-walks.ts";
import {
  type Entity,
  STATUSES,
  type Status,
  TRANSITIONS,
  type Transition,
} from "../../src/runs/transitions.ts";
import { beginWalk } from "../../src/runs/walk/store/begin-walk.ts";
import { cancelReservation } from "../../src/runs/walk/store/cancel-reservation.ts";
import { finishWalk } from "../../src/runs/walk/store/finish-walk.ts";
import { recordAnswer } from "../../src/runs/walk/store/record-answer.ts";
import { recordFailure } from "../../src/runs/walk/store/record-failure.ts";
import { acquireLease } from "../../src/runs/walk/store/take-lease.ts";
import { LeaseLost, MaybeCharged, TryLater, UsageError } from "../../src/values/errors.ts";
import {
  type CallInStatus,
  HOLDER,
  type InsertedRun,
  insertCall,
  insertRun,
  type RunInStatus,
  type WalkInStatus,
} from "../support/rows-in-status.ts";
import { openTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  db = database.db;
});
afterAll(() => database.close());

const isProcessDead = () => true;
const disable = (name: string) =>
  db.pool.query("update search_specs set enabled = false where spec = $1", [name]);
const statusOf = async (table: string, id: number): Promise<string> =>
  (await db.pool.query(`select status from ${table} where id = $1`, [id])).rows[0].status;

/** Accepts that an operation refuses a row in the wrong status. */
async function orRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof LeaseLost || error instanceof UsageError)) throw error;
  });
}

/** As `from -> to: event`, one line for each status that a change starts from. */
function linesOf(entity: Entity): string[] {
  const transitions: readonly Transition<Entity>[] = TRANSITIONS[entity];
  return transitions
    .filter(({ from }) => from.length > 0)
    .flatMap(({ from, to, event, reason }) => from.map((status) => toLine(status, to, event, reason)))
    .sort();
}

function toLine(from: string, to: string, event: string, reason?: string): string {
  return `${from} -> ${to}: ${event}${reason === undefined ? "" : ` (${reason})`}`;
}

const FREE: WalkInStatus = { status: "waiting" };
const HELD: WalkInStatus = { status: "walking", isLeased: true };
/** What processes leave in the store: a run whose command was interrupted, for example, holds no lease. */
const RUNS: readonly RunInStatus[] = [
  { status: "planned" },
  { status: "running", walks: [FREE] },
  { status: "running", walks: [HELD] },
  { status: "running", walks: [HELD], isCancelled: true },
  { status: "interrupted" },
  { status: "interrupted", walks: [FREE] },
  { status: "done" },
  { status: "done", walks: [{ status: "stopped" }] },
  { status: "done", walks: [{ status: "complete" }] },
  { status: "cancelled" },
  { status: "cancelled", walks: [{ status: "cancelled" }] },
];
const hasWalk = ({ walks = [] }: RunInStatus) => walks.length > 0;
const isHeld = ({ walks = [] }: RunInStatus) => walks.some(({ isLeased }) => isLeased === true);

interface RunEvent {
  readonly act: (run: InsertedRun) => Promise<unknown>;
  readonly fits?: (run: RunInStatus) => boolean;
}
const start = ({ runId }: InsertedRun) => startRun(db, runId, () => [], { isProcessDead, pageCredits: 25 });
const resume = ({ runId }: InsertedRun) => resumeRun(db, runId, null, null);
const finishAll = async ({ leases }: InsertedRun) => {
  for (const lease of leases)
    await orRefused(finishWalk(db, lease, { reason: "no_more_pages", note: null, fresh: false }));
};
const fire = ({ name }: InsertedRun) =>
  fireSchedule(db, { schedule: name, triggerKey: name, plannedFor: new Date(), isLate: false });
const RUN_EVENTS: Readonly<Record<string, RunEvent>> = {
  started: { act: start },
  "started without a spec": {
    act: async (run) => {
      await disable(run.name);
      await start(run);
    },
  },
  "last walk ended": { act: finishAll, fits: ({ isCancelled }) => isCancelled !== true },
  "last walk ended after a cancel": { act: finishAll, fits: ({ isCancelled }) => isCancelled === true },
  "command interrupted": { act: ({ runId }) => interruptRun(db, runId) },
  "command dead": { act: () => reassignAbandonedRuns(db, isProcessDead) },
  "cancelled while a process holds a walk": { act: ({ runId }) => cancelRun(db, runId), fits: isHeld },
  "cancelled while no process holds a walk": {
    act: ({ runId }) => cancelRun(db, runId),
    fits: (run) => !isHeld(run),
  },
  resumed: { act: resume, fits: hasWalk },
  "resumed before it was started": { act: resume, fits: (run) => !hasWalk(run) },
  "resumed after every spec was changed or disabled": {
    act: async (run) => {
      await disable(run.name);
      await resume(run);
    },
    fits: hasWalk,
  },
  "schedule fired again": { act: fire, fits: hasWalk },
  "schedule fired again before the run was started": { act: fire, fits: (run) => !hasWalk(run) },
};

const WALK_EVENTS: Readonly<Record<string, (run: InsertedRun) => Promise<unknown>>> = {
  begun: async ({ leases: [lease] }) => lease && orRefused(beginWalk(db, lease)),
  "run cancelled while no process holds the walk": ({ runId }) => cancelRun(db, runId),
  "run resumed after the spec was changed or disabled": async (run) => {
    await disable(run.name);
    await resume(run);
  },
  "command of the run interrupted or dead": ({ runId }) => interruptRun(db, runId),
  "run resumed": resume,
};

const CALLS: readonly CallInStatus[] = [
  { status: "sent", outcome: null },
  { status: "suspense", outcome: "unknown" },
  { status: "settled", outcome: "answered" },
  { status: "settled", outcome: "refused" },
  { status: "settled", outcome: "unknown" },
];
const answer = (data: object) => {
  const body = Buffer.from(JSON.stringify({ data }));
  return { body, page: readPage(body) };
};
const PRICED = answer({ profiles: [], has_more: false, credits_consumed: 1 });
const UNPRICED = answer({ profiles: "none", has_more: false });
type Sent = Awaited<ReturnType<typeof insertCall>> & { readonly run: InsertedRun };
const CALL_EVENTS: Readonly<Record<string, (call: Sent) => Promise<unknown>>> = {
  "answer recorded": ({ callId }) => recordAnswer(db, callId, PRICED),
  "answer recorded that tells no price": ({ callId }) => recordAnswer(db, callId, UNPRICED),
  "refused without a charge": ({ callId }) =>
    recordFailure(db, callId, { kind: "refused", error: new TryLater("later", 0) }),
  "failed and may have been charged": ({ callId }) =>
    recordFailure(db, callId, { kind: "unknown", error: new MaybeCharged("cut") }),
  "its process ended": async ({ run: { leases } }) => {
    for (const { walkId } of leases) await acquireLease(db, { name: HOLDER, isProcessDead }, walkId);
  },
  "never sent": async ({ run: { leases }, attempt }) => {
    for (const lease of leases) await cancelReservation(db, lease, attempt);
  },
  "settled by a user": ({ callId }) => orRefused(settleCalls(db, [callId], 1)),
  "settled by balances": ({ callId }) => settleTogether(db, [callId], 1),
};

describe("the table of transitions", () => {
  it("has the changes of a run that the SQL makes, and no other", async () => {
    const seen = new Set<string>();
    for (const [event, { act, fits = () => true }] of Object.entries(RUN_EVENTS)) {
      for (const state of RUNS.filter(fits)) {
        const run = await insertRun(db, { ...state, hasOwner: event === "command dead" });
        await act(run);
        const to = await statusOf("runs", run.runId);
        if (to !== state.status) seen.add(toLine(state.status, to, event));
      }
    }
    expect([...seen].sort()).toEqual(linesOf("run"));
  });

  it("has the changes of a walk that the SQL makes, and no other", async () => {
    const seen = new Set<string>();
    const watch = async (
      status: Status<"walk">,
      event: string,
      act: (run: InsertedRun) => Promise<unknown>,
    ) => {
      const run = await insertRun(db, { status: "running", walks: [{ status }] });
      await act(run);
      const to = await statusOf("walks", run.leases[0]?.walkId ?? 0);
      return to === status ? null : [to, event];
    };
    for (const status of STATUSES.walk) {
      for (const [event, act] of Object.entries(WALK_EVENTS)) {
        const [to] = (await watch(status, event, act)) ?? [];
        if (to !== undefined) seen.add(toLine(status, to, event, to === "cancelled" ? to : undefined));
      }
      for (const reason of STOP_REASONS) {
        const end = async ({ leases: [lease] }: InsertedRun) =>
          lease && orRefused(finishWalk(db, lease, { reason, note: null, fresh: false }));
        const [to] = (await watch(status, "ended", end)) ?? [];
        if (to !== undefined) seen.add(toLine(status, to, "ended", reason));
      }
    }
    expect([...seen].sort()).toEqual(linesOf("walk"));
  });

  it("has the changes of a pass that the SQL makes, and no other", async () => {
    const seen = new Set<string>();
    for (const pass of STATUSES.pass) {
      for (const reason of STOP_REASONS) {
        const { leases } = await insertRun(db, { status: "running", walks: [{ status: "walking", pass }] });
        for (const lease of leases) await finishWalk(db, lease, { reason, note: null, fresh: false });
        const { rows } = await db.pool.query(
          "select passes.status from passes join walks on walks.pass_id = passes.id where walks.id = $1",
          [leases[0]?.walkId],
        );
        if (rows[0].status !== pass) seen.add(toLine(pass, rows[0].status, "walk ended", reason));
      }
    }
    expect([...seen].sort()).toEqual(linesOf("pass"));
  });

  it("has the changes of a call that the SQL makes, and no other", async () => {
    const seen = new Set<string>();
    for (const [event, act] of Object.entries(CALL_EVENTS)) {
      for (const state of CALLS) {
        const run = await insertRun(db, { status: "running", walks: [HELD] });
        for (const lease of run.leases) {
          const call = await insertCall(db, lease, state);
          await act({ ...call, run });
          const to = await statusOf("calls", call.callId);
          if (to !== state.status) seen.add(toLine(state.status, to, event));
        }
      }
    }
    expect([...seen].sort()).toEqual(linesOf("call"));
  });
});
