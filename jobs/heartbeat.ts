import { z } from "zod";
import { defineJob } from "./define-job.ts";

/** Goes through the queue to show that jobs come out of it. Any worker may process it; it is recorded for the sender. */
export const heartbeatJob = defineJob({
  name: "canary",
  payload: z.strictObject({ worker: z.string().max(300) }),
  process: ({ worker }, { workers }) => workers.recordHeartbeat(worker),
});
