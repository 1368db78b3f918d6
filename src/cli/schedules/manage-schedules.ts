import { actorName } from "../../composition/actor-name.ts";
import type { App } from "../../composition/open-app.ts";
import {
  changeFiringOf,
  requireSchedule,
  restoreFiringOf,
} from "../../composition/schedules/change-firing-of.ts";
import { storeCheckedSchedule } from "../../composition/schedules/store-checked-schedule.ts";
import { findScheduleProblem, nextFirings } from "../../runs/schedules/cron.ts";
import { describeSchedule } from "../../runs/schedules/describe-schedule.ts";
import { noSuchSchedule } from "../../runs/schedules/no-such-schedule.ts";
import type { Schedule, ScheduleSelection, StoredSchedule } from "../../runs/schedules/schedule.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { withApp } from "../command/with-app.ts";
import { openAndRun, type RunOptions } from "../runs/run.ts";
import { renderTable } from "../screen/render-table.ts";
import { type SelectionOptions, toSelection } from "../specs/selection-options.ts";

export interface ScheduleOptions extends SelectionOptions {
  readonly cron: string;
  /** The zone of the limits unless told. */
  readonly tz?: string;
  readonly budget: number;
}

const NIGHTS_SHOWN = 3;

/** Stores a schedule or changes it. @throws UsageError */
export async function setSchedule(name: string, options: ScheduleOptions): Promise<void> {
  const selection = toScheduleSelection(options);
  return withApp(async (app) => {
    const timeZone = options.tz ?? app.config.limitsTimeZone;
    const schedule = { name, cron: options.cron, timeZone, selection, budgetCredits: options.budget };
    const { isNew, taken, leftOut } = await storeCheckedSchedule(app, schedule);
    const lines = [
      `${name} is ${isNew ? "set" : "changed"}: ${describeSchedule(schedule)}.`,
      `Next: ${describeNights(schedule, new Date()).join("; ")}.`,
      taken.length === 0
        ? "warning: no spec among them is marked nightly yet; put nightly=yes into the CSV and import it"
        : `It takes ${taken.join(", ")}.`,
      leftOut.length === 0 ? "" : `Left out, because not marked nightly: ${leftOut.join(", ")}.`,
      "A running `sourcing worker` works the nights.",
    ];
    process.stderr.write(`${lines.filter((line) => line !== "").join("\n")}\n`);
  });
}

function toScheduleSelection(options: SelectionOptions): ScheduleSelection {
  if (options.specs === undefined && options.tag === undefined && options.all !== true)
    throw new UsageError("say which specs: --specs a,b, --tag t or --all");
  const selection = toSelection(undefined, options);
  if (selection.kind === "csv") throw new TypeError("a schedule has no file");
  return selection;
}

/** Lists schedules with their next firings. */
export async function listSchedules({ json }: { json?: boolean }): Promise<void> {
  return withApp(async (app) => {
    const { schedules, now } = await app.schedules.list();
    if (json === true) {
      const withNights = schedules.map(({ handledUntil: _, ...schedule }) => ({
        ...schedule,
        ...readNext(schedule, now),
      }));
      process.stdout.write(`${toPrintableJson(withNights)}\n`);
    } else process.stdout.write(renderSchedules(schedules, now));
  });
}

/** Schedules as a table; ends with a line break. */
export function renderSchedules(schedules: readonly StoredSchedule[], now: Date): string {
  if (schedules.length === 0)
    return 'No schedules: `sourcing schedule set nightly --cron "0 2 * * *" --all --budget 500` sets one.\n';
  const rows = schedules.flatMap((schedule) => {
    const { lastRun } = schedule;
    const last = lastRun === null ? "none yet" : `${lastRun.runId} ${lastRun.status}`;
    const { does, next } = describeStored(schedule, now);
    return next.map((line, index) => (index === 0 ? [schedule.name, does, line, last] : ["", "", line]));
  });
  const columns = ["schedule", "does", "next nights", "last run"].map((head) => ({ head }));
  return `${renderTable(columns, rows)}\n`;
}

/** What a stored schedule does, and its next firings; for one that cannot be computed, why and what to do. */
function describeStored(schedule: StoredSchedule, now: Date) {
  const { name, cron, timeZone } = schedule;
  const problem = findScheduleProblem(schedule);
  if (problem === null) return { does: describeSchedule(schedule), next: describeNights(schedule, now) };
  const next = [`cannot be computed: ${problem}; \`sourcing schedule set ${name} …\` mends it`];
  return { does: `${cron} (${timeZone})`, next };
}

function readNext(schedule: Schedule, now: Date): { next: Date[]; problem: string | null } {
  const problem = findScheduleProblem(schedule);
  const next = problem === null ? nextFirings(schedule.cron, schedule.timeZone, now, NIGHTS_SHOWN) : [];
  return { next, problem };
}

/** Removes a schedule; its runs stay. @throws UsageError where there is none */
export async function removeSchedule(name: string): Promise<void> {
  return withApp(async ({ schedules }) => {
    if (!(await schedules.remove(name))) throw noSuchSchedule(name, (await schedules.list()).schedules);
    process.stderr.write(`${name} is removed; its runs stay.\n`);
  });
}

/** Runs what a schedule would, now and within its budget. Returns the exit code. @throws UsageError, KeyMissing */
export async function runScheduleNow(name: string, options: RunOptions): Promise<ExitCode> {
  return openAndRun(options, async (app: App) => {
    const { schedules } = await app.schedules.list();
    const { selection, budgetCredits: budget } = requireSchedule(schedules, name);
    return { selection, specs: [], budget, schedule: name };
  });
}

/** Returns the next firings on the wall clock of the schedule. */
function describeNights({ cron, timeZone }: Schedule, now: Date): string[] {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "full", timeStyle: "short" });
  return nextFirings(cron, timeZone, now, NIGHTS_SHOWN).map((night) => format.format(night));
}

/** Skips one firing that is to come, or moves it. @throws UsageError */
export async function changeFiring(name: string, { at, to }: { at: string; to?: string }): Promise<void> {
  const wish = { schedule: name, at, to: to ?? null, by: actorName() };
  await withApp((app) => changeFiringOf(app, wish));
  const words = to === undefined ? "is skipped" : `fires at ${to}`;
  process.stderr.write(
    `${name}: ${at} ${words}; \`sourcing schedule restore ${name} --at ${at}\` takes it back.\n`,
  );
}

/** Lets a skipped or moved firing be as planned again. @throws UsageError */
export async function restoreFiring(name: string, { at }: { at: string }): Promise<void> {
  await withApp((app) => restoreFiringOf(app, { schedule: name, at }));
  process.stderr.write(`${name}: ${at} fires as planned.\n`);
}
