import { checkCron } from "../../runs/schedules/cron.ts";
import { type Schedule, scheduleNameSchema } from "../../runs/schedules/schedule.ts";
import { isSelected } from "../../specs/spec-selection.ts";
import { UsageError } from "../../values/errors.ts";
import { timeZoneProblem } from "../../values/time-zone.ts";
import type { App } from "../open-app.ts";

export interface ScheduleStored {
  readonly isNew: boolean;
  /** Slugs that it takes, and those that it leaves out because they are not marked nightly. */
  readonly taken: readonly string[];
  readonly leftOut: readonly string[];
}

/** Stores a schedule or changes it. @throws UsageError for a name, a zone or times that cannot be */
export async function storeCheckedSchedule(
  { schedules, specs }: Pick<App, "schedules" | "specs">,
  schedule: Schedule,
): Promise<ScheduleStored> {
  checkSchedule(schedule);
  const { timeZone, selection } = schedule;
  if ((await schedules.zoneOffsets(timeZone, [new Date()])) === null)
    throw new UsageError(
      `--tz ${timeZone}: the database does not know this time zone; name another of its area`,
    );
  const meant = (await specs.stored()).filter((spec) => isSelected(spec, selection));
  const isNew = await schedules.set(schedule);
  const slugs = (nightly: boolean) =>
    meant.filter((spec) => spec.nightly === nightly).map(({ spec }) => spec);
  return { isNew, taken: slugs(true), leftOut: slugs(false) };
}

function checkSchedule({ name, cron, timeZone }: Schedule): void {
  const problem = scheduleNameSchema.safeParse(name).error?.issues[0];
  if (problem !== undefined) throw new UsageError(`${problem.message}: ${problem.input ?? name}`);
  const zoneProblem = timeZoneProblem(timeZone);
  if (zoneProblem !== null) throw new UsageError(`--tz ${timeZone}: ${zoneProblem}`);
  checkCron(cron, timeZone, new Date());
}
