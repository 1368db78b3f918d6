import { describePlace } from "../../composition/store-address.ts";
import type { Config } from "../../operations/config.ts";

/** Where things are and what limits spending, in one line. */
export function describeSettings(config: Config, isEmbedded: boolean): string {
  const { dailyCreditLimit, monthlyCreditLimit, minCreditBalance } = config;
  const limits = [
    dailyCreditLimit === null ? null : `${dailyCreditLimit} credits a day`,
    monthlyCreditLimit === null ? null : `${monthlyCreditLimit} a month`,
    minCreditBalance === null ? null : `balance kept at ${minCreditBalance}`,
  ].filter((limit) => limit !== null);
  const queue = config.redisUrl === null ? "queue in Postgres" : "queue in Redis";
  return `${describePlace(config, isEmbedded)}; ${queue}; ${limits.length === 0 ? "no limits but those of specs and runs" : limits.join(", ")}`;
}
