import { z } from "zod";
import { changeFiringOf, restoreFiringOf } from "../../composition/schedules/change-firing-of.ts";
import { defineAction } from "../server/define-action.ts";

/** The name of a schedule in a path. */
export const scheduleParams = z.object({ name: z.string().min(1).max(64) });
const minute = z.string().max(16);

/** Skips one firing that is to come. */
export const skipFiringAction = defineAction({
  path: "/nights/:name/skip",
  scope: "run",
  params: scheduleParams,
  form: z.object({ at: minute }),
  async perform({ context, identity }, { name }, { at }) {
    await changeFiringOf(context.app, { schedule: name, at, to: null, by: identity.actor });
    return { to: `/nights?month=${at.slice(0, 7)}`, say: `${name} skips ${at.replace("T", " ")}.` };
  },
});

/** Moves one firing that is to come. */
export const shiftFiringAction = defineAction({
  path: "/nights/:name/shift",
  scope: "run",
  params: scheduleParams,
  form: z.object({ at: minute, to: minute }),
  async perform({ context, identity }, { name }, { at, to }) {
    await changeFiringOf(context.app, { schedule: name, at, to, by: identity.actor });
    const say = `${name} fires at ${to.replace("T", " ")} in place of ${at.replace("T", " ")}.`;
    return { to: `/nights?month=${at.slice(0, 7)}`, say };
  },
});

/** Lets a skipped or moved firing be as planned again. */
export const restoreFiringAction = defineAction({
  path: "/nights/:name/restore",
  scope: "run",
  params: scheduleParams,
  form: z.object({ at: minute }),
  async perform({ context }, { name }, { at }) {
    await restoreFiringOf(context.app, { schedule: name, at });
    return {
      to: `/nights?month=${at.slice(0, 7)}`,
      say: `${name} fires at ${at.replace("T", " ")} as planned.`,
    };
  },
});
