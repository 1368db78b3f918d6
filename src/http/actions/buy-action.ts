import { z } from "zod";
import { assertMayBuy } from "../../composition/buying/assert-may-buy.ts";
import { bookRun } from "../../composition/buying/book-run.ts";
import { readPlan } from "../../composition/buying/read-plan.ts";
import { UsageError } from "../../values/errors.ts";
import { runForm, toOptions, toSelection } from "../pages/plan.ts";
import { defineAction } from "../server/define-action.ts";

/** Books a run of stored searches, which workers begin at once. */
export const buyAction = defineAction({
  path: "/plan/buy",
  scope: "run",
  once: true,
  params: z.object({}),
  form: runForm,
  async perform({ context }, _, form) {
    const { app } = context;
    await assertMayBuy(app, {});
    const [selection, options] = [toSelection(form), toOptions(form)];
    const { isLimited } = await readPlan(app, selection, options);
    if (!isLimited)
      throw new UsageError(
        "nothing limits what this run may spend: give a budget, or set DAILY_CREDIT_LIMIT",
      );
    const wanted = { selection, specs: [], budget: form.budget, schedule: null };
    const run = await bookRun(app, wanted, { ...options, owner: null });
    await context.enqueueRun(run);
    const { workers } = await app.workers.standing();
    const waiting = workers === 0 ? " No worker is at work: `sourcing worker` begins it." : "";
    return { to: `/runs/${run}`, say: `Run ${run} is booked.${waiting}` };
  },
});
