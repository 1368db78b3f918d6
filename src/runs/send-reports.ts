import type { RunReport } from "./run-report.ts";

/** Something to tell the people who are responsible. */
export interface DueNotification {
  /** The same over all attempts, so that the receiver can tell a repetition. */
  readonly id: number;
  readonly kind: "run_ended" | "night_missed";
  readonly runId: number;
  /** The schedule whose night was missed; null: a run ended. */
  readonly schedule: string | null;
  /** When that night was planned. */
  readonly plannedFor: Date | null;
  readonly madeAt: Date;
}

/** Notifications that wait to be sent. */
export interface NotificationQueue {
  /** Takes the notifications that are due and postpones their next attempt. */
  claim(): Promise<DueNotification[]>;
  markSent(id: number): Promise<void>;
}

/** Reads what a run has come to; null if there is no such run. */
export interface RunReader {
  report(runId: number): Promise<RunReport | null>;
}

/** Where reports go. */
export interface NotificationTarget {
  /** @throws Error where it was not taken; it is sent again later */
  send(report: DueNotification, run: RunReport): Promise<void>;
}

/** Sends what is due. One that is not taken is tried again later, and keeps none of the others. Gives how many failed. */
export async function sendNotifications(
  reports: NotificationQueue,
  runs: RunReader,
  receiver: NotificationTarget,
): Promise<number> {
  let failed = 0;
  for (const report of await reports.claim()) {
    const run = await runs.report(report.runId);
    if (run === null) continue;
    const isTaken = await receiver.send(report, run).then(
      () => true,
      () => false,
    );
    if (isTaken) await reports.markSent(report.id);
    else failed += 1;
  }
  return failed;
}
