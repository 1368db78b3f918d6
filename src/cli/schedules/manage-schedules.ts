import type { App } from "../../composition/open-app.ts";
import { checkCron, describeCron, findScheduleProblem, nextFirings } from "../../runs/schedules/cron.ts";
import {
  type Schedule,
  type ScheduleSelection,
  type StoredSchedule,
  scheduleNameSchema,
} from "../../runs/schedules/schedule.ts";
import { isSelected } from "../../specs/spec-selection.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { timeZoneProblem } from "../../values/time-zone.ts";
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
  return withApp(async ({ config, schedules, specs }) => {
    const timeZone = options.tz ?? config.limitsTimeZone;
    const schedule = { name, cron: options.cron, timeZone, selection, budgetCredits: options.budget };
    checkSchedule(schedule);
    if ((await schedules.zoneOffsets(timeZone, [new Date()])) === null)
      throw new UsageError(
        `--tz ${timeZone}: the database does not know this time zone; name another of its area`,
      );
    const meant = (await specs.stored()).filter((spec) => isSelected(spec, selection));
    const isNew = await schedules.set(schedule);
    const slugs = (nightly: boolean) =>
      meant
        .filter((spec) => spec.nightly === nightly)
        .map(({ spec }) => spec)
        .join(", ");
    const lines = [
      `${name} is ${isNew ? "set" : "changed"}: ${describeSchedule(schedule)}.`,
      `Next: ${describeNights(schedule, new Date()).join("; ")}.`,
      slugs(true) === ""
        ? "warning: no spec among them is marked nightly yet; put nightly=yes into the CSV and import it"
        : `It takes ${slugs(true)}.`,
      slugs(false) === "" ? "" : `Left out, because not marked nightly: ${slugs(false)}.`,
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

function checkSchedule({ name, cron, timeZone }: Schedule): void {
  const problem = scheduleNameSchema.safeParse(name).error?.issues[0];
  if (problem !== undefined) throw new UsageError(`${problem.message}: ${problem.input ?? name}`);
  const zoneProblem = timeZoneProblem(timeZone);
  if (zoneProblem !== null) throw new UsageError(`--tz ${timeZone}: ${zoneProblem}`);
  checkCron(cron, timeZone, new Date());
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
    if (!(await schedules.remove(name))) throw noSchedule(name);
    process.stderr.write(`${name} is removed; its runs stay.\n`);
  });
}

/** Runs what a schedule would, now and within its budget. Returns the exit code. @throws UsageError, KeyMissing */
export async function runScheduleNow(name: string, options: RunOptions): Promise<ExitCode> {
  return openAndRun(options, async (app: App) => {
    const { schedules } = await app.schedules.list();
    const schedule = schedules.find((known) => known.name === name);
    if (schedule === undefined) throw noSchedule(name);
    const { selection, budgetCredits: budget } = schedule;
    return { selection, specs: [], budget, schedule: name };
  });
}

function noSchedule(name: string): UsageError {
  return new UsageError(`there is no schedule ${name}: \`sourcing schedule list\` shows those that are set`);
}

/** "At 02:00, every day (Europe/Paris), all nightly specs, at most 500 credits a night" */
function describeSchedule({ cron, timeZone, selection, budgetCredits }: Schedule): string {
  const specs = {
    all: "all nightly specs",
    tag: selection.kind === "tag" ? `nightly specs tagged ${selection.tag}` : "",
    specs: selection.kind === "specs" ? `specs ${selection.specs.join(", ")}` : "",
  }[selection.kind];
  return `${describeCron(cron)} (${timeZone}), ${specs}, at most ${budgetCredits} credits a night`;
}

/** Returns the next firings on the wall clock of the schedule. */
function describeNights({ cron, timeZone }: Schedule, now: Date): string[] {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "full", timeStyle: "short" });
  return nextFirings(cron, timeZone, now, NIGHTS_SHOWN).map((night) => format.format(night));
}
