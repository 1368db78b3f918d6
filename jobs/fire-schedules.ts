import { z } from "zod";
import { fireSchedules } from "../src/runs/schedules/fire-due.ts";
import { defineJob, type JobContext } from "./define-job.ts";

/** Starts the runs of all schedules that are due. It is enqueued at the minute of each firing. */
export const fireSchedulesJob = defineJob({
  name: "fire-schedules",
  payload: z.strictObject({}),
  process: (_, context) => fireDueSchedules(context),
});

/** Fires what is due and enqueues its runs; it never does paid work itself. */
export async function fireDueSchedules(context: JobContext): Promise<void> {
  const { schedules, cron, enqueueRun, onFired, onScheduleFailed } = context;
  for (const firing of await fireSchedules(schedules, cron, onScheduleFailed)) {
    onFired(firing);
    await enqueueRun(firing.runId);
  }
}
