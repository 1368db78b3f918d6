import { z } from "zod";
import { assertMayBuy } from "../../composition/buying/assert-may-buy.ts";
import { cancelBookedRun, reopenRun } from "../../composition/buying/change-booked-run.ts";
import { isResumeLimited } from "../../composition/buying/run-limits.ts";
import type { ChangedRun } from "../../runs/store/change-run.ts";
import { UsageError } from "../../values/errors.ts";
import { runNumber } from "../pages/run.ts";
import { defineAction } from "../server/define-action.ts";
import { notFound } from "../server/http-error.ts";

const params = z.object({ run: runNumber });

/** A number of credits in a form; blank: none. */
export const optionalCredits = z
  .string()
  .trim()
  .regex(/^\d{0,9}$/, "expected a whole number of credits")
  .transform((text) => (text === "" ? null : Number(text)))
  .default(null);

/** Stops a run at its next page boundary. */
export const cancelRunAction = defineAction({
  path: "/runs/:run/cancel",
  scope: "run",
  params,
  form: z.object({}),
  async perform({ context }, { run }) {
    const changed = await cancelBookedRun(context.app, run);
    if (changed === "unknown") throw notFound(`run ${run}`);
    const say =
      changed === "done"
        ? `Run ${run} stops at the page boundary; pages in flight are still kept.`
        : `Run ${run} had ended already.`;
    return { to: `/runs/${run}`, say };
  },
});

/** Carries on with a run, within a new total where one is given. */
export const resumeRunAction = defineAction({
  path: "/runs/:run/resume",
  scope: "run",
  once: true,
  params,
  form: z.object({ budget: optionalCredits }),
  async perform({ context }, { run }, { budget }) {
    const { app } = context;
    await assertMayBuy(app, { newStore: true });
    if (!(await isResumeLimited(app, run, budget)))
      throw new UsageError("nothing limits what this run may spend: give a total, or set DAILY_CREDIT_LIMIT");
    const { changed, leftAlone } = await reopenRun(app, run, { budget, owner: null });
    refuseUnchanged(changed, run);
    await context.enqueueRun(run);
    const left = leftAlone.map(({ spec }) => spec).join(", ");
    const say = `Run ${run} goes on at the first page not bought${left === "" ? "." : `; left alone, because changed or disabled since: ${left}.`}`;
    return { to: `/runs/${run}`, say };
  },
});

function refuseUnchanged(changed: ChangedRun, run: number): void {
  if (changed === "unknown") throw notFound(`run ${run}`);
  if (changed === "busy")
    throw new UsageError(`run ${run} is at work in a terminal, or has just recorded a page`);
  if (changed === "nothing_to_do") throw new UsageError(`nothing of run ${run} can go on`);
}
