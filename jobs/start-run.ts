import { z } from "zod";
import { defineJob } from "./define-job.ts";

/** Creates the walks of a planned run, from its CSV or from the stored specs, and enqueues each. */
export const startRunJob = defineJob({
  name: "start-run",
  payload: z.strictObject({ runId: z.int().positive() }),
  async process({ runId }, { runs, walks, readSpecs }) {
    for (const walkJob of await runs.startRun(runId, readSpecs)) await walks.walkQueue.enqueue(walkJob);
  },
});
