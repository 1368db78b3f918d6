import type { PricedCallLine, PriceLine } from "../../credits/spend-report.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { withApp } from "../command/with-app.ts";
import { renderTable } from "../screen/render-table.ts";

export interface PricesOptions {
  /** Name of a class whose price is to be forgotten. */
  readonly forget?: string;
  readonly json?: boolean;
}

/** Shows what the searches of each class are held to cost and why, or takes it back. @throws UsageError */
export async function showPrices({ forget, json }: PricesOptions): Promise<void> {
  return withApp(async ({ ledger, config }) => {
    if (forget !== undefined) {
      await ledger.forgetPrice(forget);
      process.stderr.write(
        `The price of ${forget} is forgotten: ${config.pageCredits} credits are reserved for its next call, which goes alone.\n`,
      );
    }
    const prices = await ledger.prices();
    const shown =
      json === true
        ? toPrintableJson({ pageCredits: config.pageCredits, prices })
        : renderPrices(prices, config.pageCredits);
    process.stdout.write(`${shown}\n`);
  });
}

const COLUMNS = ["class", "key", "reserved for a page", "why", "to be confirmed"].map((head) => ({ head }));

function renderPrices(prices: readonly PriceLine[], pageCredits: number): string {
  if (prices.length === 0) return `Nothing was bought yet: ${pageCredits} credits are reserved for a page.`;
  const rows = prices.map(({ priceClass, key, credits, call, outlier, outlierCall }) => {
    const isSeen = credits !== null && credits > pageCredits;
    const why = isSeen ? `${credits} credits in ${describeCall(call)}` : "PAGE_CREDITS";
    const unconfirmed = outlier === null ? "" : `${outlier} credits in ${describeCall(outlierCall)}`;
    return [priceClass, key, String(isSeen ? credits : pageCredits), why, unconfirmed];
  });
  return `${renderTable(COLUMNS, rows)}\n\`sourcing credits prices --forget CLASS\` takes a price back.`;
}

function describeCall(call: PricedCallLine | null): string {
  return call === null
    ? "an earlier call"
    : `call ${call.call} (page ${call.page} of ${call.spec}, run ${call.run})`;
}
