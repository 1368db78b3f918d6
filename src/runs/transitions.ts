import {
  STOP_REASONS,
  type StopReason,
  statusAfter,
  type WalkExitCode,
  walkExitCodeAfter,
} from "./stop-reason.ts";

/** Every status that a row may have, in the order of its life. */
export const STATUSES = {
  run: ["planned", "running", "interrupted", "done", "cancelled"],
  walk: ["waiting", "walking", "complete", "stopped", "failed", "cancelled"],
  pass: ["open", "complete", "failed"],
  call: ["sent", "suspense", "settled"],
} as const;

export type Entity = keyof typeof STATUSES;
export type Status<Of extends Entity> = (typeof STATUSES)[Of][number];

/** One legal change of a status. Every other change is a fault. */
export interface Transition<Of extends Entity> {
  /** The statuses that it starts from; empty: the row is inserted. */
  readonly from: readonly Status<Of>[];
  readonly event: string;
  readonly to: Status<Of>;
  /** Set if the change has a stop reason. */
  readonly reason?: StopReason;
  /** Set if the change decides the exit code of a command that waits for it. */
  readonly exitCode?: WalkExitCode;
  /** The file whose SQL makes the change. */
  readonly file: string;
}

const CHANGE_RUN = "src/runs/store/change-run.ts";
const CREATE_WALKS = "src/runs/store/create-walks.ts";
const FINISH_WALK = "src/runs/walk/store/finish-walk.ts";
const FIRE_SCHEDULE = "src/runs/schedules/store/fire-schedule.ts";
const RECORD_FAILURE = "src/runs/walk/store/record-failure.ts";
const CANCEL_RESERVATION = "src/runs/walk/store/cancel-reservation.ts";
const SETTLE_CALL = "src/credits/store/settle-call.ts";
const SUSPEND_CALL = "src/credits/store/suspend-call.ts";

const RUN: readonly Transition<"run">[] = [
  { from: [], event: "created", to: "planned", file: "src/runs/store/create-run.ts" },
  { from: ["planned"], event: "started", to: "running", file: CREATE_WALKS },
  { from: ["planned"], event: "started without a spec", to: "done", file: FINISH_WALK },
  { from: ["running", "interrupted"], event: "last walk ended", to: "done", file: FINISH_WALK },
  { from: ["running"], event: "last walk ended after a cancel", to: "cancelled", file: FINISH_WALK },
  { from: ["planned", "running"], event: "command interrupted", to: "interrupted", file: CHANGE_RUN },
  {
    from: ["planned", "running", "interrupted"],
    event: "cancelled while no process holds a walk",
    to: "cancelled",
    file: FINISH_WALK,
  },
  {
    from: ["interrupted", "done", "cancelled"],
    event: "resumed",
    to: "running",
    file: CHANGE_RUN,
  },
  { from: ["interrupted"], event: "resumed before it was started", to: "planned", file: CHANGE_RUN },
  {
    from: ["running", "interrupted"],
    event: "resumed after every spec was changed or disabled",
    to: "done",
    file: FINISH_WALK,
  },
  { from: ["interrupted"], event: "schedule fired again", to: "running", file: FIRE_SCHEDULE },
  {
    from: ["interrupted"],
    event: "schedule fired again before the run was started",
    to: "planned",
    file: FIRE_SCHEDULE,
  },
];

const WALK: readonly Transition<"walk">[] = [
  { from: [], event: "run started", to: "waiting", file: CREATE_WALKS },
  { from: ["waiting"], event: "begun", to: "walking", file: "src/runs/walk/store/begin-walk.ts" },
  ...STOP_REASONS.map((reason) => ({
    from: ["waiting", "walking"] as const,
    event: "ended",
    to: statusAfter(reason),
    reason,
    exitCode: walkExitCodeAfter(reason),
    file: FINISH_WALK,
  })),
  {
    from: ["waiting", "walking"],
    event: "run cancelled while no process holds the walk",
    to: "cancelled",
    reason: "cancelled",
    exitCode: walkExitCodeAfter("cancelled"),
    file: CHANGE_RUN,
  },
  {
    from: ["waiting", "walking"],
    event: "run resumed after the spec was changed or disabled",
    to: "cancelled",
    reason: "cancelled",
    exitCode: walkExitCodeAfter("cancelled"),
    file: "src/runs/store/outdated-walks.ts",
  },
  { from: ["walking"], event: "command of the run interrupted or dead", to: "waiting", file: CHANGE_RUN },
  { from: ["walking", "stopped", "cancelled"], event: "run resumed", to: "waiting", file: CHANGE_RUN },
];

const PASS: readonly Transition<"pass">[] = [
  { from: [], event: "opened", to: "open", file: "src/runs/walk/store/begin-walk.ts" },
  ...STOP_REASONS.flatMap((reason) => {
    const to = statusAfter(reason);
    if (to !== "complete" && to !== "failed") return [];
    return { from: ["open"] as const, event: "walk ended", to, reason, file: FINISH_WALK };
  }),
];

const CALL: readonly Transition<"call">[] = [
  { from: [], event: "opened", to: "sent", file: "src/runs/walk/store/calls/insert-calls.ts" },
  {
    from: ["sent", "suspense"],
    event: "answer recorded",
    to: "settled",
    file: "src/runs/walk/store/record-answer.ts",
  },
  {
    from: ["sent", "settled"],
    event: "answer recorded that tells no price",
    to: "suspense",
    file: SUSPEND_CALL,
  },
  { from: ["sent", "suspense"], event: "refused without a charge", to: "settled", file: RECORD_FAILURE },
  { from: ["sent"], event: "failed and may have been charged", to: "suspense", file: SUSPEND_CALL },
  { from: ["sent"], event: "its process ended", to: "suspense", file: SUSPEND_CALL },
  { from: ["sent", "suspense"], event: "never sent", to: "settled", file: CANCEL_RESERVATION },
  { from: ["suspense"], event: "settled by a user", to: "settled", file: SETTLE_CALL },
  { from: ["suspense"], event: "settled by balances", to: "settled", file: SETTLE_CALL },
];

/** The life of every row that has a status. `docs/states.md` shows it, and a test compares it with what the SQL does. */
export const TRANSITIONS: { readonly [Of in Entity]: readonly Transition<Of>[] } = {
  run: RUN,
  walk: WALK,
  pass: PASS,
  call: CALL,
};
