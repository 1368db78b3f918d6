import { z } from "zod";
import { fireSchedules } from "../src/runs/schedules/fire-due.ts";
import { defineJob, type JobContext } from "./define-job.ts";

/** Books the runs of all nights that are due. Rung for at the minute of each, and by every sweep. */
export const fireSchedulesJob = defineJob({
  name: "fire-schedules",
  payload: z.strictObject({}),
  process: (_, context) => fireNights(context),
});

/** Fires what is due and rings for its runs; never does paid work itself. */
export async function fireNights({ schedules, calendar, ringRun, onFired }: JobContext): Promise<void> {
  for (const night of await fireSchedules(schedules, calendar)) {
    onFired(night);
    await ringRun(night.runId);
  }
}
