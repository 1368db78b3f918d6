import { UsageError } from "../values/errors.ts";
import type { App } from "./open-app.ts";

/** Refuses to buy while the database does not know the zone of the limits: it counts their days. @throws UsageError */
export async function assertZoneKnown({
  config,
  schedules,
}: Pick<App, "config" | "schedules">): Promise<void> {
  const { limitsTimeZone: zone } = config;
  if (zone === "UTC" || (await schedules.zoneOffsets(zone, [new Date()])) !== null) return;
  throw new UsageError(
    `TZ_LIMITS=${zone}: the database does not know this time zone, so it cannot count the day of a limit; name another of its area`,
  );
}
