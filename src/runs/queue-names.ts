/** The queue of the walks of all workers. */
export const MAIN_QUEUE = "main";
/** The queue of jobs that are quick and cost nothing, so that they never wait behind slow pages. Its stored name stays. */
export const CONTROL_QUEUE = "desk";
export const RUN_QUEUE_PREFIX = "run-";

/** The queue of a run that one command works on by itself. */
export function queueOfRun(runId: number): string {
  return `${RUN_QUEUE_PREFIX}${runId}`;
}
