import { describeExcess } from "../../credits/charge-limit.ts";
import type { SettleableCall, SettleSelection } from "../../credits/store/settle-call.ts";
import { UsageError } from "../../values/errors.ts";
import { confirm } from "../command/confirm.ts";
import { toWholeNumber } from "../command/option-values.ts";
import { withApp } from "../command/with-app.ts";

export interface SettleOptions {
  /** Credits that each of the calls was charged. */
  readonly charged: number;
  readonly run?: number;
  readonly all?: boolean;
  /** Do not ask where more was charged than was reserved. */
  readonly force?: boolean;
}

/**
 * Settles calls in suspense at what each was charged, or corrects one that was settled before.
 * @throws UsageError
 */
export async function settle(call: string | undefined, options: SettleOptions): Promise<void> {
  const selection = toSettleSelection(call, options);
  return withApp(async ({ ledger }) => {
    const calls = await ledger.settleable(selection);
    if (calls.length === 0) {
      process.stderr.write("No credits are in suspense there.\n");
      return;
    }
    if (!(await maySettleAbove(calls, options))) {
      process.stderr.write("Nothing was settled.\n");
      return;
    }
    await ledger.settle(
      calls.map(({ call: id }) => id),
      options.charged,
    );
    for (const settled of calls) process.stderr.write(`${describe(settled, options.charged)}\n`);
  });
}

function toSettleSelection(call: string | undefined, { run, all }: SettleOptions): SettleSelection {
  if ([call !== undefined, run !== undefined, all === true].filter(Boolean).length !== 1) {
    throw new UsageError("name one call, or --run N for those of a run, or --all");
  }
  if (call !== undefined) return { kind: "call", call: toWholeNumber(call) };
  return run === undefined ? { kind: "all" } : { kind: "run", run };
}

/** More than was reserved is rarely what a call was charged, and often a slip of the finger. */
async function maySettleAbove(
  calls: readonly SettleableCall[],
  { charged, force }: SettleOptions,
): Promise<boolean> {
  const words = describeExcess(calls, charged);
  if (words === null || force === true) return true;
  if (process.stdin.isTTY === true) return confirm(`${words}. Settle at ${charged}?`);
  throw new UsageError(`${words}: give --force where it was charged so much`);
}

function describe({ call, settledAt }: SettleableCall, charged: number): string {
  const corrected = settledAt === null ? "" : `, ${settledAt} before`;
  return `Call ${call} is settled at ${charged} credits${corrected}.`;
}
