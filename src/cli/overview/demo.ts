import { readFile } from "node:fs/promises";
import { bookRun } from "../../composition/buying/book-run.ts";
import type { App } from "../../composition/open-app.ts";
import { openJobRuntime } from "../../composition/open-job-runtime.ts";
import { processName } from "../../composition/process-name.ts";
import { findPackageRoot } from "../../machine/package-root.ts";
import { readConfig } from "../../operations/config.ts";
import { readSpecs } from "../../specs/sheets/read-specs.ts";
import { type ExitCode, isDone } from "../command/exit-code.ts";
import { type Interruption, listenForInterruption, tellOnTerminal } from "../command/interruption.ts";
import { showRun } from "../runs/show-run.ts";
import { answerDemoQueries } from "./demo-queries.ts";
import { openDemo } from "./open-demo.ts";

const BUDGET = 5_000;

/**
 * Buys the example specs from the simulated API into a database of its own, then asks it a few questions. Needs neither
 * key nor server. Returns the exit code.
 */
export async function demo(): Promise<ExitCode> {
  const settings = readConfig();
  const interruption = listenForInterruption(tellOnTerminal, settings.requestTimeoutMs);
  const { app, close } = await openDemo(settings);
  try {
    const code = await buyDemo(app, interruption);
    if (isDone(code)) await answerDemoQueries(app);
    return code;
  } finally {
    await close();
    interruption.release();
  }
}

/** Buys the example specs, and shows how that goes. Returns the exit code. */
export async function buyDemo(app: App, interruption: Interruption): Promise<ExitCode> {
  const file = new URL("examples/specs.csv", findPackageRoot());
  const specs = readSpecs(await readFile(file)).specs.map(({ spec }) => spec);
  process.stderr.write(
    `Buying ${specs.length} specs of examples/specs.csv from a simulated API, at most ${BUDGET} credits.\n`,
  );
  const runtime = await openJobRuntime(app, interruption);
  try {
    const wanted = { selection: { kind: "csv" }, specs, budget: BUDGET, schedule: null } as const;
    const runId = await bookRun(app, wanted, { owner: processName() });
    return await showRun(app, runtime, interruption, runId, {});
  } finally {
    await runtime.close();
  }
}
