import { hasStandingLimit, isResumeLimited } from "../../composition/buying/run-limits.ts";
import type { App } from "../../composition/open-app.ts";
import type { Config } from "../../operations/config.ts";
import { UsageError } from "../../values/errors.ts";

export interface UnlimitedOptions {
  /** Ask nothing, and spend without a limit where there is none. */
  readonly yes?: boolean;
}

/** Outside a terminal the command cannot ask, so that spending without a limit needs `--yes`. @throws UsageError */
export function refuseUnlimited(options: UnlimitedOptions): void {
  refuseWithoutYes(
    options,
    "nothing limits what this run may spend: give --budget N, set DAILY_CREDIT_LIMIT,",
  );
}

/**
 * Refuses a worker that no limit of the installation binds: it takes whatever runs are created.
 * @throws UsageError
 */
export function refuseUnlimitedWorker(config: Config, options: UnlimitedOptions): void {
  if (hasStandingLimit(config)) return;
  refuseWithoutYes(
    options,
    "nothing limits what this worker may spend: set DAILY_CREDIT_LIMIT, MONTHLY_CREDIT_LIMIT or MIN_CREDIT_BALANCE,",
  );
}

function refuseWithoutYes({ yes }: UnlimitedOptions, problem: string): void {
  if (process.stdin.isTTY === true || yes === true) return;
  throw new UsageError(`${problem} or pass --yes to spend without a limit`);
}

/** @param budget the new total of the run; undefined: it stays. @throws UsageError */
export async function refuseUnlimitedResume(
  app: Pick<App, "runs" | "config">,
  runId: number,
  options: UnlimitedOptions & { readonly budget?: number },
): Promise<void> {
  if (!(await isResumeLimited(app, runId, options.budget ?? null))) refuseUnlimited(options);
}
