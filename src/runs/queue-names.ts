/** The queue on which workers walk. */
export const MAIN_LANE = "main";
/** The queue of what is quick and costs nothing, so that it is never behind slow pages. */
export const DESK_LANE = "desk";
export const RUN_LANE_PREFIX = "run-";

/** The queue of a run that one command works on by itself. */
export function laneOfRun(runId: number): string {
  return `${RUN_LANE_PREFIX}${runId}`;
}
