import { z } from "zod";
import type { RunReport } from "./run-report.ts";

/** A message about a run, for the people who are responsible for it. */
export const dueNotificationSchema = z.object({
  /** The same in all attempts, so the receiver can recognise a repetition. */
  id: z.number(),
  kind: z.enum(["run_ended", "night_missed"]),
  runId: z.number(),
  /** The schedule whose firing was missed; null: a run ended. */
  schedule: z.string().nullable(),
  /** The time for which the missed firing was planned. */
  plannedFor: z.coerce.date().nullable(),
  madeAt: z.coerce.date(),
});
export type DueNotification = z.infer<typeof dueNotificationSchema>;

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

/** The receiver of notifications. */
export interface NotificationTarget {
  /** @throws Error if the notification was not accepted; it is sent again later */
  send(notification: DueNotification, run: RunReport): Promise<void>;
}

/** Sends what is due. A notification that is not accepted is sent again later. Returns how many were not accepted. */
export async function sendNotifications(
  queue: NotificationQueue,
  runs: RunReader,
  target: NotificationTarget,
): Promise<number> {
  let failed = 0;
  for (const notification of await queue.claim()) {
    const run = await runs.report(notification.runId);
    if (run === null) continue;
    const isAccepted = await target.send(notification, run).then(
      () => true,
      () => false,
    );
    if (isAccepted) await queue.markSent(notification.id);
    else failed += 1;
  }
  return failed;
}
