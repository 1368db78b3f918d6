import { assertMayBuy } from "../../composition/buying/assert-may-buy.ts";
import { reopenRun } from "../../composition/buying/change-booked-run.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { openJobRuntime } from "../../composition/open-job-runtime.ts";
import { requireKey } from "../../composition/paid-api.ts";
import { describeProcess, processName } from "../../composition/process-name.ts";
import { readConfig } from "../../operations/config.ts";
import { connectionsForWalks } from "../../operations/count-connections.ts";
import type { OutdatedWalk } from "../../runs/store/outdated-walks.ts";
import { NO_OBSERVER } from "../../runs/walk/purchase-observer.ts";
import { UsageError } from "../../values/errors.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { listenForInterruption, tellOnTerminal } from "../command/interruption.ts";
import { noteFailure } from "../command/json-outcome.ts";
import { findRun, noSuchRun } from "./find-run.ts";
import { refuseUnlimitedResume } from "./refuse-unlimited.ts";
import { type ShowOptions, showRun } from "./show-run.ts";
import { makeWaitTeller } from "./tell-waits.ts";

export interface ResumeOptions extends ShowOptions {
  /** A new total for the run, in credits. */
  readonly budget?: number;
  /** Spend without a limit where there is none. */
  readonly yes?: boolean;
  readonly newAddress?: boolean;
  /** Go on with specs that were changed or disabled since, each as it was when the run was started. */
  readonly asStarted?: boolean;
}

/** Carries on with a run, or with the newest that can go on. Returns the exit code. @throws UsageError, KeyMissing */
export async function resume(run: string | undefined, options: ResumeOptions): Promise<ExitCode | null> {
  const config = readConfig();
  requireKey(config);
  const interruption = listenForInterruption(tellOnTerminal, config.requestTimeoutMs);
  const app = await openApp(config, connectionsForWalks(config, tellOnTerminal));
  try {
    await assertMayBuy(app, { ...options, newStore: true });
    await app.runs.reassignAbandonedRuns();
    const runId = run === undefined ? await newestUnfinished(app, options) : await findRun(app.runs, run);
    if (runId !== null) await refuseUnlimitedResume(app, runId, options);
    const changed = runId === null ? "nothing_to_do" : await reopen(app, runId, options);
    const isAtWork = changed === "busy" && run === undefined;
    if (runId === null || changed === "nothing_to_do" || isAtWork) {
      const message = run === undefined ? await describeNothing(app) : "Nothing to resume.";
      noteFailure({ code: "nothing_to_resume", message, next: "`sourcing run` starts a run" });
      process.stderr.write(`${message}\n`);
      return null;
    }
    if (changed === "busy") throw new UsageError(`run ${runId} is at work${await describeOwner(app, runId)}`);
    if (changed === "unknown") throw await noSuchRun(app.runs, runId);
    const runtime = await openJobRuntime(app, interruption, {
      watch: { ...NO_OBSERVER, waiting: makeWaitTeller(interruption.tell), drained: interruption.tell },
    });
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

/** A run that is at work elsewhere is named, because it may be the one that is meant. */
async function describeNothing({ runs }: App): Promise<string> {
  const live = await runs.live();
  if (live === null) return "Nothing to resume.";
  const where = live.owner === null ? "by workers" : `in another terminal (${describeProcess(live.owner)})`;
  return `Nothing to resume: run ${live.id} is at work ${where}; \`sourcing runs ${live.id}\` shows how it goes.`;
}

async function describeOwner({ runs }: App, runId: number): Promise<string> {
  const live = await runs.live();
  const process = live?.id === runId && live.owner !== null ? ` (${describeProcess(live.owner)})` : "";
  return ` in another terminal${process}: \`sourcing runs ${runId}\` shows how it goes`;
}

/** The newest run that can go on; where that needs `--as-started`, only if there is no other. */
async function newestUnfinished({ runs }: App, { asStarted }: ResumeOptions): Promise<number | null> {
  const current = asStarted === true ? null : await runs.newest("unfinished");
  return current ?? runs.newest("as_started");
}

/** Opens the run again, and says which of its specs are left alone. */
async function reopen(app: App, runId: number, { asStarted, budget }: ResumeOptions) {
  const options = { ...(asStarted === undefined ? {} : { asStarted }), budget: budget ?? null };
  const { changed, leftAlone } = await reopenRun(app, runId, { ...options, owner: processName() });
  for (const walk of leftAlone) process.stderr.write(`${describeOutdated(walk, runId)}\n`);
  return changed;
}

function describeOutdated(
  { spec, revision, currentRevision, isEnabled }: OutdatedWalk,
  runId: number,
): string {
  const change = isEnabled ? `was changed since (r${revision} -> r${currentRevision})` : "was disabled since";
  return `${spec} ${change} and is left alone: \`sourcing resume ${runId} --as-started\` goes on with r${revision}`;
}
