import { z } from "zod";
import { defineJob } from "./define-job.ts";

/** Rings for everything that Postgres calls unfinished and nobody works on, so that a lost ring loses no run. */
export const sweepJob = defineJob({
  name: "sweep",
  payload: z.strictObject({}),
  async process(_, { runs, walks, ringRun }) {
    await runs.adoptOrphans();
    for (const runId of await runs.plannedRuns()) await ringRun(runId);
    for (const ring of await runs.freeWalks(null)) await walks.doorbell.ring(ring);
  },
});
