import { ringRun } from "../../../jobs/enqueue.ts";
import { type Office, openOffice, processName, requireKey } from "../../composition/open-app.ts";
import { readConfig } from "../../operations/config.ts";
import { toSpecsCsv } from "../../specs/sheets/write-specs.ts";
import { DESK_LANE } from "../../runs/queue-names.ts";
import type { Selection } from "../../specs/spec-selection.ts";
import type { Spec } from "../../specs/spec.ts";
import { openWorkshop } from "../../composition/open-job-runtime.ts";
import { refuseForgottenStore } from "../../composition/assert-not-empty-store.ts";
import { refuseMovedStore } from "../../composition/assert-store-not-moved.ts";
import { chooseSpecs } from "../specs/select-specs.ts";
import { confirm } from "../command/confirm.ts";
import { type Interruption, listenForInterruption, tellOnTerminal } from "../command/interruption.ts";
import { makePlan, type PlanOptions } from "./make-plan.ts";
import { readGoodSheet } from "../specs/read-spec-file.ts";
import { renderPlan } from "./render-plan.ts";
import { type SelectionOptions, toSelection } from "../specs/selection-options.ts";
import { type ShowOptions, showRun } from "./show-run.ts";

export interface RunOptions extends SelectionOptions, PlanOptions, ShowOptions {
  /** Leave the work to the workers. */
  readonly detach?: boolean;
  /** Ask nothing. */
  readonly yes?: boolean;
  readonly newStore?: boolean;
}

/** Starts a run and waits for it. Gives the exit code. @throws UsageError, KeyMissing before anything is bought */
export async function run(file: string | undefined, options: RunOptions): Promise<number> {
  const selection = toSelection(file, options);
  const specs = file === undefined ? [] : (await readGoodSheet(file)).sheet.specs.map(({ spec }) => spec);
  return openAndRun(options, async () => ({
    selection,
    specs,
    budget: options.budget ?? null,
    schedule: null,
  }));
}

/** What is to be bought, and within what budget of credits. */
export interface Wanted {
  readonly selection: Selection;
  /** The specs of its CSV, where that is the selection. */
  readonly specs: readonly Spec[];
  readonly budget: number | null;
  /** The schedule that it belongs to; null: none. */
  readonly schedule: string | null;
}

/** Opens what a run needs, asks `want` what to buy, and does it. Gives the exit code. @throws UsageError, KeyMissing */
export async function openAndRun(
  options: RunOptions,
  want: (office: Office) => Promise<Wanted>,
): Promise<number> {
  const config = readConfig();
  requireKey(config);
  const interruption = listenForInterruption(tellOnTerminal, config.requestTimeoutMs);
  const office = await openOffice(config, { connections: config.walkConcurrency * 2 + 4 });
  try {
    await refuseMovedStore(office);
    if (options.newStore !== true) await refuseForgottenStore(office);
    return await runIn(office, interruption, await want(office), options);
  } finally {
    await office.close();
    interruption.release();
  }
}

async function runIn(
  office: Office,
  interruption: Interruption,
  wanted: Wanted,
  options: RunOptions,
): Promise<number> {
  if (!(await maySpend(office, wanted, options))) {
    process.stderr.write("Nothing was bought.\n");
    return 0;
  }
  const workshop = await openWorkshop(office, interruption);
  try {
    const runId = await bookRun(office, wanted, options);
    if (options.detach !== true) return await showRun(office, workshop, interruption, runId, options);
    // The run is booked; where the queue is away, the next sweep of a worker finds it.
    await ringRun(workshop.queues, DESK_LANE, runId).catch(() => {});
    process.stderr.write(
      `Run ${runId} waits for \`sourcing worker\`; \`sourcing runs ${runId}\` shows how it goes.\n`,
    );
    process.stdout.write(options.json === true ? `${JSON.stringify({ runId })}\n` : `${runId}\n`);
    return 0;
  } finally {
    await workshop.close();
  }
}

async function bookRun(
  office: Office,
  { selection, specs, budget, schedule }: Wanted,
  options: RunOptions,
): Promise<number> {
  const runId = await office.runs.createRun({
    selection,
    specsCsv: selection.kind === "csv" ? toSpecsCsv(specs) : null,
    budgetCredits: budget,
    maxPages: options.maxPages ?? null,
    restart: options.restart === true,
    owner: options.detach === true ? null : processName(),
    triggerKey: null,
    schedule,
  });
  if (runId === null) throw new TypeError("a run without a trigger was refused");
  return runId;
}

/** On a terminal the plan is shown and the person asked; a script is warned where nothing limits the run. */
async function maySpend(
  office: Office,
  { selection, specs, budget, schedule }: Wanted,
  options: RunOptions,
): Promise<boolean> {
  const chosen = await chooseSpecs(office.specs, selection, specs, schedule !== null);
  const plan = await makePlan(office, chosen, { ...options, ...(budget === null ? {} : { budget }) });
  const { dailyCreditLimit: day, monthlyCreditLimit: month, minCreditBalance: floor } = office.config;
  const isLimited = plan.mostCredits !== null || day !== null || month !== null || floor !== null;
  if (process.stdin.isTTY !== true || options.yes === true) {
    if (!isLimited)
      process.stderr.write("warning: nothing limits what this run may spend; --budget N does\n");
    return true;
  }
  process.stderr.write(`${renderPlan(plan)}\n`);
  if (plan.mostCredits === 0) return true;
  return confirm(
    plan.mostCredits === null ? "Spend without a limit?" : `Spend up to ${plan.mostCredits} credits?`,
  );
}
