import type { App } from "../../composition/open-app.ts";
import { makePurge } from "../../composition/open-erasure.ts";
import type { JobRuntime } from "../../composition/open-job-runtime.ts";
import type { Log } from "../../operations/log.ts";
import { type PurgeReport, purgeDaily } from "../../privacy/purge.ts";

/** How often a worker looks whether its day has passed, in milliseconds. */
const LOOK_MS = 60_000;

/**
 * Deletes what is past its time once a day, by one worker of all, beside everything else that this one does. Returns the way to
 * stop it, which waits for the batch at work.
 */
export async function schedulePurge(
  app: App,
  { context }: JobRuntime,
  log: Log,
): Promise<() => Promise<void>> {
  const deps = await makePurge(app);
  if (!(await deps.erasure.mayPurge())) {
    log.warn("this login may not delete people: have cron run `sourcing retention` as the privacy role");
    return async () => {};
  }
  let atWork: Promise<void> | null = null;
  const look = async () => {
    atWork ??= purgeDaily(deps, context.signals.stopping)
      .then((report) => tell(report, log), log.failure)
      .finally(() => {
        atWork = null;
      });
    await atWork;
  };
  void look();
  const end = context.walks.every(LOOK_MS, look);
  return async () => {
    end();
    await atWork;
  };
}

function tell(report: PurgeReport | null, log: Log): void {
  if (report === null) return;
  const { people, bodies, rejected, suppressed } = report;
  if (suppressed > 0) log.warn(`${suppressed} suppressed people were stored, and are erased again`);
  if (people + bodies + rejected > 0)
    log.info(
      `past their time and deleted: ${people} people, ${bodies} raw answers, ${rejected} rejected forms`,
    );
}
