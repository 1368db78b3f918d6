import type { App } from "../../composition/open-app.ts";
import { UsageError } from "../../values/errors.ts";

/** Leases, limits and schedules go by the database's clock, log and metrics by this machine's: beyond this they mislead. */
const MOST_SKEW_MS = 60_000;

/** Refuses to work where this machine's clock and the database's are far apart. @throws UsageError */
export async function refuseSkewedClock({ workers }: Pick<App, "workers">): Promise<void> {
  const skewMs = await workers.clockSkewMs();
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return;
  const direction = skewMs > 0 ? "ahead of" : "behind";
  throw new UsageError(
    `this machine's clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${direction} the database's: set one of them right`,
  );
}
