import { z } from "zod";
import { defineJob } from "./define-job.ts";

/** Goes through the queue to show that what is put in comes out; whoever does the job, it is the sender's canary. */
export const heartbeatJob = defineJob({
  name: "canary",
  payload: z.strictObject({ worker: z.string().max(300) }),
  process: ({ worker }, { workers }) => workers.recordHeartbeat(worker),
});
