import { assertSameAddress } from "../../composition/assert-same-address.ts";
import { assertStoreNotMoved } from "../../composition/assert-store-not-moved.ts";
import { assertZoneKnown } from "../../composition/assert-zone-known.ts";
import { openApp } from "../../composition/open-app.ts";
import { openJobRuntime } from "../../composition/open-job-runtime.ts";
import { requireKey } from "../../composition/paid-api.ts";
import { processName } from "../../composition/process-name.ts";
import { readConfig } from "../../operations/config.ts";
import { UsageError } from "../../values/errors.ts";
import { listenForInterruption, tellOnTerminal } from "../command/interruption.ts";
import { findRun } from "./find-run.ts";
import { refuseUnlimitedResume } from "./refuse-unlimited.ts";
import { type ShowOptions, showRun } from "./show-run.ts";

export interface ResumeOptions extends ShowOptions {
  /** A new total for the run, in credits. */
  readonly budget?: number;
  /** Spend without a limit where there is none. */
  readonly yes?: boolean;
  readonly newAddress?: boolean;
}

/** Carries on with a run, or with the newest that can go on. Gives the exit code. @throws UsageError, KeyMissing */
export async function resume(run: string | undefined, options: ResumeOptions): Promise<number> {
  const config = readConfig();
  requireKey(config);
  const interruption = listenForInterruption(tellOnTerminal, config.requestTimeoutMs);
  const app = await openApp(config, { connections: config.walkConcurrency * 2 + 4 });
  try {
    await assertStoreNotMoved(app);
    await assertSameAddress(app, options);
    await assertZoneKnown(app);
    await app.runs.reassignAbandonedRuns();
    const runId = run === undefined ? await app.runs.newest("unfinished") : await findRun(app.runs, run);
    if (runId !== null) await refuseUnlimitedResume(app, runId, options);
    const changed =
      runId === null
        ? "nothing_to_do"
        : await app.runs.resumeRun(runId, options.budget ?? null, processName());
    if (runId === null || changed === "nothing_to_do") {
      process.stderr.write("Nothing to resume.\n");
      return 0;
    }
    if (changed === "busy") throw new UsageError(`run ${runId} is at work in another terminal`);
    if (changed === "unknown") throw new UsageError(`there is no run ${runId}`);
    const runtime = await openJobRuntime(app, interruption);
    try {
      return await showRun(app, runtime, interruption, runId, options);
    } finally {
      await runtime.close();
    }
  } finally {
    await app.close();
    interruption.release();
  }
}
