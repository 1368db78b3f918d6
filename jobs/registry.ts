import type { JobHandler } from "../src/queue/queue-worker.ts";
import type { Job, JobContext } from "./define-job.ts";
import { fireSchedulesJob } from "./fire-schedules.ts";
import { heartbeatJob } from "./heartbeat.ts";
import { startRunJob } from "./start-run.ts";
import { walkSpecJob } from "./walk-spec.ts";

const JOBS: ReadonlyMap<string, Job> = new Map(
  [startRunJob, walkSpecJob, fireSchedulesJob, heartbeatJob].map((job) => [job.name, job]),
);

/** Runs a job by its name. An unknown name is ignored, because another version may have enqueued it. */
export function makeJobHandler(context: JobContext): JobHandler {
  return async (name, payload, releaseSlot) => JOBS.get(name)?.run(payload, context, releaseSlot);
}
