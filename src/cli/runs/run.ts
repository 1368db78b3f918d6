import { isatty } from "node:tty";
import { enqueueRun } from "../../../jobs/enqueue.ts";
import { assertMayBuy } from "../../composition/buying/assert-may-buy.ts";
import { bookRun, type Wanted } from "../../composition/buying/book-run.ts";
import { chooseSpecs } from "../../composition/buying/choose-specs.ts";
import { makePlan, type PlanOptions } from "../../composition/buying/make-plan.ts";
import { hasStandingLimit } from "../../composition/buying/run-limits.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { openJobRuntime } from "../../composition/open-job-runtime.ts";
import { requireKey } from "../../composition/paid-api.ts";
import { processName } from "../../composition/process-name.ts";
import { readConfig } from "../../operations/config.ts";
import { connectionsForWalks } from "../../operations/count-connections.ts";
import { CONTROL_QUEUE } from "../../runs/queue-names.ts";
import { NO_OBSERVER } from "../../runs/walk/purchase-observer.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { confirm } from "../command/confirm.ts";
import { type ExitCode, exitCodeForOutcome, exitCodeForRefusal } from "../command/exit-code.ts";
import { type Interruption, listenForInterruption, tellOnTerminal } from "../command/interruption.ts";
import { noteFailure } from "../command/json-outcome.ts";
import { readGoodSheet } from "../specs/read-spec-file.ts";
import { type SelectionOptions, toSelection } from "../specs/selection-options.ts";
import { refuseUnlimited } from "./refuse-unlimited.ts";
import { leftOutLines, renderPlan, warningLines } from "./render-plan.ts";
import { type ShowOptions, showRun } from "./show-run.ts";
import { makeWaitTeller } from "./tell-waits.ts";

export interface RunOptions extends SelectionOptions, PlanOptions, ShowOptions {
  /** Leave the work to the workers. */
  readonly detach?: boolean;
  /** Ask nothing. */
  readonly yes?: boolean;
  readonly newStore?: boolean;
  readonly newAddress?: boolean;
  /** Only credits count as a limit: the number of pages is that of the command, not of its user. */
  readonly isProbe?: boolean;
}

/** Starts a run and waits for it. Returns the exit code. @throws UsageError, KeyMissing before anything is bought */
export async function run(file: string | undefined, options: RunOptions): Promise<ExitCode> {
  const selection = toSelection(file, options);
  const specs = file === undefined ? [] : (await readGoodSheet(file, options)).specs.map(({ spec }) => spec);
  return openAndRun(options, async () => ({
    selection,
    specs,
    budget: options.budget ?? null,
    schedule: null,
  }));
}

/** Opens what a run needs, asks `want` what to buy, and does it. Returns the exit code. @throws UsageError, KeyMissing */
export async function openAndRun(
  options: RunOptions,
  want: (app: App) => Promise<Wanted>,
): Promise<ExitCode> {
  const config = readConfig();
  requireKey(config);
  const interruption = listenForInterruption(tellOnTerminal, config.requestTimeoutMs);
  const app = await openApp(config, connectionsForWalks(config, tellOnTerminal));
  let code: ExitCode | null;
  try {
    await assertMayBuy(app, options);
    code = await runIn(app, interruption, await want(app), options);
  } finally {
    await app.close();
    interruption.release();
  }
  // A terminal that is closed ends the question before its signal comes.
  return code ?? interruption.exitCode() ?? exitCodeForRefusal(isatty(0));
}

/** Returns the exit code; null: the answer was not to spend. */
async function runIn(
  app: App,
  interruption: Interruption,
  wanted: Wanted,
  options: RunOptions,
): Promise<ExitCode | null> {
  if (!(await maySpend(app, interruption, wanted, options))) {
    const message = "Nothing was bought.";
    noteFailure({ code: "declined", message, next: "run the command again and answer y, or pass --yes" });
    process.stderr.write(`${message}\n`);
    return null;
  }
  const runtime = await openJobRuntime(app, interruption, {
    watch: { ...NO_OBSERVER, waiting: makeWaitTeller(interruption.tell), drained: interruption.tell },
  });
  try {
    const owner = options.detach === true ? null : processName();
    const runId = await bookRun(app, wanted, { ...options, owner });
    if (options.detach !== true) return await showRun(app, runtime, interruption, runId, options);
    // The run is booked; where the queue is away, the next sweep of a worker finds it.
    await enqueueRun(runtime.queues, CONTROL_QUEUE, runId).catch(() => {});
    process.stderr.write(
      `Run ${runId} waits for \`sourcing worker\`; \`sourcing runs ${runId}\` shows how it goes.\n`,
    );
    process.stdout.write(options.json === true ? `${toPrintableJson({ runId })}\n` : `${runId}\n`);
    return exitCodeForOutcome(true);
  } finally {
    await runtime.close();
  }
}

/**
 * On a terminal the plan is shown and the person asked; elsewhere a run that nothing limits is refused.
 * @throws UsageError
 */
async function maySpend(
  app: App,
  { stopping }: Interruption,
  { selection, specs, budget, schedule }: Wanted,
  options: RunOptions,
): Promise<boolean> {
  const chosen = await chooseSpecs(app.specs, selection, specs, schedule !== null);
  const plan = await makePlan(app, chosen, { ...options, ...(budget === null ? {} : { budget }) });
  const isLimited =
    options.isProbe === true
      ? budget !== null || chosen.every(({ budgetCredits }) => budgetCredits !== null)
      : plan.mostCredits !== null;
  if (!isLimited && !hasStandingLimit(app.config)) refuseUnlimited(options);
  if (process.stdin.isTTY !== true || options.yes === true) {
    // Those of a file were told when it was read.
    const lines = selection.kind === "csv" ? [] : warningLines(plan.specs);
    for (const line of [...lines, ...leftOutLines(plan)]) process.stderr.write(`${line}\n`);
    return true;
  }
  process.stderr.write(`${renderPlan(plan)}\n`);
  if (plan.mostCredits === 0) return true;
  return confirm(
    plan.mostCredits === null ? "Spend without a limit?" : `Spend up to ${plan.mostCredits} credits?`,
    stopping,
  );
}
