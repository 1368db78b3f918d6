import { workOnRun } from "../../../jobs/work-on-run.ts";
import { makeNotificationTarget } from "../../composition/make-notification-target.ts";
import type { App } from "../../composition/open-app.ts";
import type { JobRuntime } from "../../composition/open-job-runtime.ts";
import type { Config } from "../../operations/config.ts";
import { canDrawBars } from "../../operations/config.ts";
import type { RunReport } from "../../runs/run-report.ts";
import { sendNotifications } from "../../runs/send-reports.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { type ExitCode, exitCodeForRun } from "../command/exit-code.ts";
import type { Interruption } from "../command/interruption.ts";
import { makeProgress } from "../screen/make-progress.ts";
import { screenWidth } from "../screen/screen-width.ts";
import { renderReport } from "./render-report.ts";
import { makeWaitTeller } from "./tell-waits.ts";
import { toRunJson } from "./to-run-json.ts";

export interface ShowOptions {
  /** One JSON object on stdout in place of the closing table. */
  readonly json?: boolean;
  /** A credit limit that was reached counts as success. */
  readonly budgetOk?: boolean;
  /** Prints nothing on stdout. */
  readonly quiet?: boolean;
}

/** Works on a run in the foreground, shows how it goes, and returns the exit code of the command. */
export async function showRun(
  app: App,
  runtime: JobRuntime,
  interruption: Interruption,
  runId: number,
  options: ShowOptions,
): Promise<ExitCode> {
  const progress = makeProgress(process.stderr, {
    isTerminal: canDrawBars(process.stderr),
    now: () => performance.now(),
  });
  const tellWait = makeWaitTeller(interruption.tell);
  interruption.tellThrough((line) => progress.note(line));
  try {
    const report = await workOnRun(runtime.queues, runtime.context, runId, {
      concurrency: app.config.walkConcurrency,
      onReport: (current) => progress.update(current),
      onOutage: ({ message }) => tellWait(message),
    });
    progress.stop();
    if (options.quiet !== true) printReport(app.config, report, options);
    await tellWebhook(app);
    return interruption.exitCode() ?? exitCodeForRun(report, options.budgetOk);
  } finally {
    progress.stop();
  }
}

/** A run has ended well or badly whether or not the report of it arrives. */
async function tellWebhook({ config, reports, runs }: App): Promise<void> {
  const receiver = makeNotificationTarget(config);
  if (receiver === null) return;
  const failed = await sendNotifications(reports, runs, receiver).catch(() => 1);
  if (failed > 0) process.stderr.write("warning: RUN_WEBHOOK_URL did not take the report of the run\n");
}

/** Prints what a run came to: a table for people, one JSON object for scripts. */
export function printReport(config: Config, report: RunReport, options: ShowOptions): void {
  if (options.json === true) {
    process.stdout.write(`${toPrintableJson(toRunJson(report))}\n`);
    return;
  }
  const { creditPrice } = config;
  const width = screenWidth();
  process.stdout.write(`${renderReport(report, { width, creditPrice })}\n`);
}
