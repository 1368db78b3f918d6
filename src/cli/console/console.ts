import { enqueueRun } from "../../../jobs/enqueue.ts";
import { actorName } from "../../composition/actor-name.ts";
import { assertMayBuy } from "../../composition/buying/assert-may-buy.ts";
import { type App, openApp } from "../../composition/open-app.ts";
import { openConfiguredQueues } from "../../composition/open-configured-queues.ts";
import { consoleHostName } from "../../http/security/console-name.ts";
import { SCOPES } from "../../http/security/scope.ts";
import { makeSignInLinks } from "../../http/security/sign-in-links.ts";
import { renderStanding } from "../../http/standing.ts";
import { type RunningConsole, startConsole } from "../../http/start-console.ts";
import { type Config, readConfig } from "../../operations/config.ts";
import { type Log, makeLog } from "../../operations/log.ts";
import { CONTROL_QUEUE } from "../../runs/queue-names.ts";
import { UsageError } from "../../values/errors.ts";
import { isLoopbackHost } from "../../values/loopback-host.ts";
import { untilAborted } from "../../values/until-aborted.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { type Interruption, listenForInterruption } from "../command/interruption.ts";
import { refuseUnlimitedWorker, type UnlimitedOptions } from "../runs/refuse-unlimited.ts";
import { type OpenWorker, openWorker } from "../worker/open-worker.ts";
import { refuseSkewedClock } from "../worker/refuse-skewed-clock.ts";
import { offerLinks } from "./offer-links.ts";
import { openBrowser } from "./open-browser.ts";

export interface ConsoleCommandOptions extends UnlimitedOptions {
  readonly port: number;
  readonly host: string;
  /** False: leave runs to `sourcing worker`. */
  readonly worker: boolean;
  /** Show the pages in the browser of this machine. */
  readonly open?: boolean;
  /** Show the invented people of the demo. */
  readonly demo?: boolean;
  readonly newStore?: boolean;
  readonly newAddress?: boolean;
}

/**
 * Serves the pages of the console, and works on runs and schedules, until SIGINT or SIGTERM. Then it ends as a worker does. Returns
 * the exit code.
 */
export async function runConsole(options: ConsoleCommandOptions): Promise<ExitCode | null> {
  const settings = readConfig();
  refuseOpenHost(settings, options);
  const log = makeLog(settings.logLevel);
  const interruption = listenForInterruption((line) => log.info(line), settings.requestTimeoutMs);
  const { app, close } =
    options.demo === true ? await openDemoStore(settings, interruption) : await open(settings);
  try {
    const worker = await startOwnWorker(app, interruption, log, options);
    try {
      await serve(app, worker, log, { ...options, stopping: interruption.stopping });
    } finally {
      await worker?.close();
    }
  } finally {
    await close();
    interruption.release();
  }
  log.info("console stopped");
  return interruption.exitCode();
}

/** @throws UsageError for an address that others reach, unless the name under which they do is known */
function refuseOpenHost({ consoleUrl }: Config, { host }: ConsoleCommandOptions): void {
  if (isLoopbackHost(host) || consoleUrl !== null) return;
  throw new UsageError(
    `--host ${host} lets other machines reach the console: set CONSOLE_URL to the https address under which they do`,
  );
}

async function open(config: Config) {
  const app = await openApp(config, { connections: config.walkConcurrency * 2 + 12 });
  return { app, close: () => app.close() };
}

/** The first time the example specs are bought from the simulated API, so that there is something to look at. */
async function openDemoStore(settings: Config, interruption: Interruption) {
  const { openDemo } = await import("../overview/open-demo.ts");
  const demo = await openDemo(settings);
  if ((await demo.app.runs.newest("any")) === null)
    await (await import("../overview/demo.ts")).buyDemo(demo.app, interruption);
  return demo;
}

/** Null: none is wanted, or there is no key to buy with. */
async function startOwnWorker(
  app: App,
  interruption: Interruption,
  log: Log,
  { worker, demo, ...options }: ConsoleCommandOptions,
): Promise<OpenWorker | null> {
  if (!worker) return null;
  if (app.config.apiKey === null) {
    log.warn("LEONAR_API_KEY is not set: nothing is bought, what is stored is shown");
    return null;
  }
  if (demo !== true) refuseUnlimitedWorker(app.config, options);
  // The simulated API has another port each time.
  await assertMayBuy(app, demo === true ? { newStore: true, newAddress: true } : options);
  await refuseSkewedClock(app);
  return openWorker(app, interruption, log);
}

async function serve(
  app: App,
  worker: OpenWorker | null,
  log: Log,
  options: ConsoleCommandOptions & { readonly stopping: AbortSignal },
): Promise<void> {
  const links = makeSignInLinks();
  const queues = worker?.runtime.queues ?? (await openConfiguredQueues(app));
  const { consoleUrl: publicUrl, limitsTimeZone } = app.config;
  const { host, port, stopping } = options;
  try {
    const running = await startConsole({
      host,
      port,
      publicUrl,
      localName: await consoleHostName(app.config),
      context: {
        app,
        hasWorker: worker !== null,
        enqueueRun: (runId) => enqueueRun(queues, CONTROL_QUEUE, runId).catch(() => {}),
        now: () => new Date(),
      },
      identify: async (token) => (links.use(token) ? { actor: actorName(), scopes: new Set(SCOPES) } : null),
      standing: async () => renderStanding(await app.workers.standing(), limitsTimeZone),
      onError: log.failure,
    });
    await showUntil(running, stopping, {
      newLink: () => `${running.origin}/#t=${links.issue()}`,
      ...options,
    });
  } finally {
    if (worker === null) await queues.close();
  }
}

async function showUntil(
  running: RunningConsole,
  stopping: AbortSignal,
  { newLink, open }: { newLink(): string; open?: boolean },
): Promise<void> {
  const stopOffering = offerLinks(newLink);
  const forget = open === true ? await openBrowser(newLink()) : async () => {};
  try {
    await untilAborted(stopping);
  } finally {
    stopOffering();
    await forget();
    await running.close();
  }
}
