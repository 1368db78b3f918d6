import { openOffice, processName, requireKey } from "../../composition/open-app.ts";
import { readConfig } from "../../operations/config.ts";
import { UsageError } from "../../values/errors.ts";
import { openWorkshop } from "../../composition/open-job-runtime.ts";
import { refuseMovedStore } from "../../composition/assert-store-not-moved.ts";
import { findRun } from "./find-run.ts";
import { listenForInterruption, tellOnTerminal } from "../command/interruption.ts";
import { type ShowOptions, showRun } from "./show-run.ts";

export interface ResumeOptions extends ShowOptions {
  /** A new total for the run, in credits. */
  readonly budget?: number;
}

/** Carries on with a run, or with the newest that can go on. Gives the exit code. @throws UsageError, KeyMissing */
export async function resume(run: string | undefined, options: ResumeOptions): Promise<number> {
  const config = readConfig();
  requireKey(config);
  const interruption = listenForInterruption(tellOnTerminal, config.requestTimeoutMs);
  const office = await openOffice(config, { connections: config.walkConcurrency * 2 + 4 });
  try {
    await refuseMovedStore(office);
    await office.runs.adoptOrphans();
    const runId =
      run === undefined ? await office.runs.newest("unfinished") : await findRun(office.runs, run);
    const changed =
      runId === null
        ? "nothing_to_do"
        : await office.runs.resumeRun(runId, options.budget ?? null, processName());
    if (runId === null || changed === "nothing_to_do") {
      process.stderr.write("Nothing to resume.\n");
      return 0;
    }
    if (changed === "busy") throw new UsageError(`run ${runId} is at work in another terminal`);
    if (changed === "unknown") throw new UsageError(`there is no run ${runId}`);
    const workshop = await openWorkshop(office, interruption);
    try {
      return await showRun(office, workshop, interruption, runId, options);
    } finally {
      await workshop.close();
    }
  } finally {
    await office.close();
    interruption.release();
  }
}
