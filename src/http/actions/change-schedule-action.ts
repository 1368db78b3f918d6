import { z } from "zod";
import { assertMayBuy } from "../../composition/buying/assert-may-buy.ts";
import { bookRun } from "../../composition/buying/book-run.ts";
import { chooseSpecs } from "../../composition/buying/choose-specs.ts";
import { requireSchedule } from "../../composition/schedules/change-firing-of.ts";
import { storeCheckedSchedule } from "../../composition/schedules/store-checked-schedule.ts";
import { describeSchedule } from "../../runs/schedules/describe-schedule.ts";
import type { ScheduleSelection } from "../../runs/schedules/schedule.ts";
import { UsageError } from "../../values/errors.ts";
import { defineAction } from "../server/define-action.ts";
import { scheduleParams } from "./change-night-action.ts";

const scheduleForm = z.object({
  name: z.string().trim().min(1).max(64),
  cron: z.string().trim().min(1).max(200),
  tz: z.string().trim().min(1).max(100),
  budget: z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, "expected a whole number of credits")
    .transform(Number),
  kind: z.enum(["all", "tag", "specs"]),
  which: z.string().trim().max(5_000).default(""),
});

/** Sets a schedule, or changes one. */
export const setScheduleAction = defineAction({
  path: "/nights/set",
  scope: "run",
  params: z.object({}),
  form: scheduleForm,
  async perform({ context }, _, form) {
    const { name, cron, tz: timeZone, budget: budgetCredits } = form;
    const schedule = { name, cron, timeZone, selection: toSelection(form), budgetCredits };
    const { isNew, taken } = await storeCheckedSchedule(context.app, schedule);
    const warning =
      taken.length === 0 ? " No search among them is marked nightly yet." : ` It takes ${taken.join(", ")}.`;
    return {
      to: "/nights",
      say: `${name} is ${isNew ? "set" : "changed"}: ${describeSchedule(schedule)}.${warning}`,
    };
  },
});

function toSelection({ kind, which }: z.infer<typeof scheduleForm>): ScheduleSelection {
  if (kind === "all") return { kind };
  if (which === "") throw new UsageError(kind === "tag" ? "name the tag" : "name the searches");
  if (kind === "tag") return { kind, tag: which };
  return { kind, specs: [...new Set(which.split(/[\s,]+/).filter((slug) => slug !== ""))] };
}

/** Removes a schedule; its runs stay. */
export const removeScheduleAction = defineAction({
  path: "/nights/:name/remove",
  scope: "run",
  params: scheduleParams,
  form: z.object({}),
  async perform({ context }, { name }) {
    const { schedules } = context.app;
    if (!(await schedules.remove(name))) throw new UsageError(`there is no schedule ${name}`);
    return { to: "/nights", say: `${name} is removed; its runs stay.` };
  },
});

/** Runs now what the firings of a schedule run, within the same budget. */
export const runScheduleAction = defineAction({
  path: "/nights/:name/run-now",
  scope: "run",
  once: true,
  params: scheduleParams,
  form: z.object({}),
  async perform({ context }, { name }) {
    const { app } = context;
    await assertMayBuy(app, {});
    const { schedules } = await app.schedules.list();
    const { selection, budgetCredits: budget } = requireSchedule(schedules, name);
    await chooseSpecs(app.specs, selection, [], true);
    const run = await bookRun(app, { selection, specs: [], budget, schedule: name }, { owner: null });
    await context.enqueueRun(run);
    return { to: `/runs/${run}`, say: `Run ${run} of ${name} is booked.` };
  },
});
