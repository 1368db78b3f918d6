/** The queue on which workers work. */
export const MAIN_LANE = "main";
export const RUN_LANE_PREFIX = "run-";

/** The queue of a run that one command works on by itself. */
export function laneOfRun(runId: number): string {
  return `${RUN_LANE_PREFIX}${runId}`;
}
