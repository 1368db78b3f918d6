import { z } from "zod";
import { defineAction } from "../server/define-action.ts";

/** Stops all spending at the next page boundary. */
export const holdAction = defineAction({
  path: "/hold",
  scope: "run",
  params: z.object({}),
  form: z.object({}),
  async perform({ context }) {
    await context.app.ledger.hold(true);
    return { to: "/", say: "All spending is on hold: walks stop at their next page." };
  },
});

/** Allows spending again. */
export const releaseAction = defineAction({
  path: "/release",
  scope: "run",
  once: true,
  params: z.object({}),
  form: z.object({}),
  async perform({ context }) {
    await context.app.ledger.hold(false);
    return { to: "/", say: "Spending is allowed again. Runs that stopped go on once they are resumed." };
  },
});
