import { readFile } from "node:fs/promises";
import { openApp } from "../../composition/open-app.ts";
import { openJobRuntime } from "../../composition/open-job-runtime.ts";
import { processName } from "../../composition/process-name.ts";
import { findPackageRoot } from "../../machine/package-root.ts";
import { type Config, readConfig } from "../../operations/config.ts";
import { startSimulator } from "../../simulator/simulator.ts";
import { readSpecs } from "../../specs/sheets/read-specs.ts";
import { toSpecsCsv } from "../../specs/sheets/write-specs.ts";
import { type ExitCode, isDone } from "../command/exit-code.ts";
import { listenForInterruption, tellOnTerminal } from "../command/interruption.ts";
import { showRun } from "../runs/show-run.ts";
import { answerDemoQueries } from "./demo-queries.ts";

const BUDGET = 5_000;

/**
 * Buys the example specs from the simulated API into a database of its own, then asks it a few questions. Needs neither
 * key nor server. Returns the exit code.
 */
export async function demo(): Promise<ExitCode> {
  const settings = readConfig();
  const interruption = listenForInterruption(tellOnTerminal, settings.requestTimeoutMs);
  const simulator = await startSimulator();
  const config = demoConfig(settings, simulator);
  const app = await openApp(config, {
    embeddedName: "demo",
    connections: config.walkConcurrency * 2 + 4,
  });
  try {
    const file = new URL("examples/specs.csv", findPackageRoot());
    const specs = readSpecs(await readFile(file)).specs.map(({ spec }) => spec);
    process.stderr.write(
      `Buying ${specs.length} specs of examples/specs.csv from a simulated API, at most ${BUDGET} credits.\n`,
    );
    const runtime = await openJobRuntime(app, interruption);
    try {
      const runId = await app.runs.createRun({
        selection: { kind: "csv" },
        specsCsv: toSpecsCsv(specs),
        budgetCredits: BUDGET,
        maxPages: null,
        restart: false,
        owner: processName(),
        triggerKey: null,
        schedule: null,
      });
      const code = await showRun(app, runtime, interruption, runId ?? 0, {});
      if (isDone(code)) await answerDemoQueries(app);
      return code;
    } finally {
      await runtime.close();
    }
  } finally {
    await app.close();
    await simulator.close();
    interruption.release();
  }
}

/** Nothing of the person's own set-up but its place and pace: no key, no database, no limits. */
function demoConfig(config: Config, api: { baseUrl: string; key: string }): Config {
  const apart = { databaseUrl: null, databaseDirectUrl: null, redisUrl: null, webhook: null };
  const unlimited = { dailyCreditLimit: null, monthlyCreditLimit: null, minCreditBalance: null };
  return { ...config, ...apart, ...unlimited, apiKey: api.key, baseUrl: api.baseUrl };
}
