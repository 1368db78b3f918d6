import { z } from "zod";
import { assertChargeLikely } from "../../credits/charge-limit.ts";
import { plural } from "../html/format.ts";
import { defineAction } from "../server/define-action.ts";

/** Settles a call in suspense at what it was charged. */
export const settleCallAction = defineAction({
  path: "/spend/calls/:call/settle",
  scope: "run",
  once: true,
  params: z.object({ call: z.coerce.number().int().positive() }),
  form: z.object({
    charged: z
      .string()
      .trim()
      .regex(/^\d{1,9}$/, "expected a whole number of credits")
      .transform(Number),
    force: z.string().optional(),
  }),
  async perform({ context }, { call }, { charged, force }) {
    const { ledger } = context.app;
    const calls = await ledger.settleable({ kind: "call", call });
    if (force === undefined)
      assertChargeLikely(calls, charged, "tick the box beside it where it was charged so much");
    await ledger.settle([call], charged);
    return { to: "/spend#suspense", say: `Call ${call} is settled at ${plural(charged, "credit")}.` };
  },
});
