import { z } from "zod";
import { LEDGER_GROUPS } from "../../credits/spend-report.ts";
import { count, credits, flag, list, moment, orNull, text } from "./json-fields.ts";

const key = text("names the API key without revealing it");

const call = (description: string) =>
  z
    .strictObject({
      call: count("its number"),
      spec: text("its spec"),
      run: count("its run"),
      page: count("its page"),
    })
    .describe(description);

/** `credits` */
export const creditsJson = z.strictObject({
  by: z.enum(LEDGER_GROUPS).describe("what the lines are grouped by"),
  lines: list(
    z.strictObject({
      key: text("the spec, tag, day or run"),
      pages: count("pages bought"),
      profiles: count("profiles on these pages"),
      profilesNew: count("of them people who were not stored before"),
      creditsSpent: credits("credits settled"),
      creditsInSuspense: credits("credits of calls that may have been charged"),
      creditsReserved: credits("credits booked for calls in flight"),
    }),
    "the ledger; empty with `--suspense`",
  ),
  suspense: list(
    z.strictObject({
      call: count("its number"),
      spec: text("its spec"),
      run: count("its run"),
      page: count("its page"),
      credits: credits("credits held for it"),
      openedAt: moment("when it was opened"),
      why: orNull(text("why it is not known what it cost"), "not said"),
      rebought: flag("the page was bought again since"),
    }),
    "each call that may have been charged",
  ),
  settledTogether: list(
    z.strictObject({
      calls: z.array(z.int()).describe("their numbers"),
      credits: credits("the sum of their charges"),
      settledAt: moment("when they were settled"),
    }),
    "calls that balances settled by the sum of their charges",
  ),
  balances: list(
    z.strictObject({
      key,
      balance: orNull(credits("credits left, by the newest answer"), "no answer has named it"),
      balanceAt: orNull(moment("time of that answer"), "there is none"),
      rejectedAt: orNull(moment("since when the key is refused"), "it is not"),
      emptyAt: orNull(moment("since when the workspace is out of credits"), "it is not"),
    }),
    "each key that was used",
  ),
});

/** `credits prices` */
export const pricesJson = z.strictObject({
  pageCredits: credits("`PAGE_CREDITS`, the least that is reserved for a page"),
  prices: list(
    z.strictObject({
      key,
      priceClass: text("name of the class: searches that cost the same, as `--forget` takes it"),
      credits: orNull(credits("largest price of a page that an answer named"), "`PAGE_CREDITS` is reserved"),
      call: orNull(call("the call whose answer named it"), "not known"),
      outlier: orNull(credits("a price that a second call has to confirm"), "none"),
      outlierCall: orNull(call("the call whose answer named that price"), "none"),
    }),
    "what the searches of each class are held to cost",
  ),
});
