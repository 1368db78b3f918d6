import { z } from "zod";
import { LEDGER_GROUPS, type LedgerGroup } from "../../credits/spend-report.ts";
import { limitUseSchema } from "../../credits/store/read-limit-use.ts";
import { balanceSchema, ledgerLineSchema, suspenseLineSchema } from "../../credits/store/read-spend.ts";
import { forecastErrorSchema } from "../../runs/store/course/read-forecast-errors.ts";
import type { App } from "../open-app.ts";

export const spendSchema = z.object({
  by: z.enum(LEDGER_GROUPS),
  lines: z.array(ledgerLineSchema),
  /** Oldest first, at most the last 90 days on which something was bought. */
  days: z.array(ledgerLineSchema),
  suspense: z.array(suspenseLineSchema),
  balances: z.array(balanceSchema),
  used: limitUseSchema,
  limits: z.object({ day: z.number().nullable(), month: z.number().nullable() }),
  price: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  forecasts: z.array(forecastErrorSchema),
  /** Calls whose charge the balances have told, just now. */
  resolved: z.number(),
});
export type SpendPage = z.infer<typeof spendSchema>;

const DAYS_SHOWN = 90;
const RUNS_COMPARED = 30;

/** Returns the ledger by one of its groups, and what of it waits for a person. */
export async function readSpendPage({ config, ledger, runs }: App, by: LedgerGroup): Promise<SpendPage> {
  const resolved = await ledger.resolveSuspense();
  const [lines, days, suspense, balances, used, forecasts] = await Promise.all([
    ledger.lines(by),
    ledger.lines("day"),
    ledger.suspense(),
    ledger.balances(),
    ledger.limitUse(config.limitsTimeZone),
    runs.forecastErrors(RUNS_COMPARED),
  ]);
  return {
    by,
    lines,
    days: days.sort((a, b) => a.key.localeCompare(b.key)).slice(-DAYS_SHOWN),
    suspense,
    balances,
    used,
    limits: { day: config.dailyCreditLimit, month: config.monthlyCreditLimit },
    price: config.creditPrice,
    forecasts,
    resolved,
  };
}
