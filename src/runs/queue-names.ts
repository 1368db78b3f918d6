/** The queue on which workers walk. */
export const MAIN_QUEUE = "main";
/** The queue of what is quick and costs nothing, so that it is never behind slow pages. */
export const CONTROL_QUEUE = "desk";
export const RUN_QUEUE_PREFIX = "run-";

/** The queue of a run that one command works on by itself. */
export function queueOfRun(runId: number): string {
  return `${RUN_QUEUE_PREFIX}${runId}`;
}
