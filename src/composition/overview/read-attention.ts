import type { WorkerSummary } from "../../runs/workers/store/read-workers.ts";
import type { App } from "../open-app.ts";

/** Whether anything is bought now, and by which process. */
export interface Attention {
  /** Whether all spending is paused. */
  readonly held: boolean;
  readonly workers: readonly WorkerSummary[];
  /** Runs that no process works on. */
  readonly unattended: readonly number[];
}

/** Reads what keeps runs from going on. */
export async function readAttention({ workers }: App): Promise<Attention> {
  const [{ held }, list, unattended] = [
    await workers.standing(),
    await workers.list(),
    await workers.unattendedRuns(),
  ];
  return { held, workers: list, unattended };
}
