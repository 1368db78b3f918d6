import { randomUUID } from "node:crypto";
import type { SearchAnswer } from "../src/leonar/profile-search.ts";
import { timed } from "./measurement.ts";
import type { WalkedRun } from "./plan-walks.ts";
import { PRICE_CLASS } from "./spend-budget.ts";

/** What a page took, in milliseconds. */
interface PageTimes {
  readonly open: number;
  readonly settle: number;
  readonly apply: number;
}

/** Has the first walk of a run buy and store these pages, one after the other, with nobody in its way. */
export async function buyAlone(
  { store, leases }: WalkedRun,
  answers: readonly SearchAnswer[],
): Promise<PageTimes[]> {
  const [lease] = leases;
  if (lease === undefined) throw new Error("the run has no walk");
  const times: PageTimes[] = [];
  for (const answer of answers) {
    let callId = 0;
    const open = await timed(async () => {
      const wish = { priceClass: PRICE_CLASS, unapplied: null };
      const opened = await store.openCall(lease, wish, randomUUID());
      if (opened.kind !== "open") throw new Error(`a call was not opened: ${opened.kind}`);
      callId = opened.callId;
    });
    const settle = await timed(() => store.recordAnswer(callId, answer));
    const apply = await timed(() =>
      store.applyPage(lease, callId, answer.page, { experiences: false, educations: false }),
    );
    times.push({ open, settle, apply });
  }
  return times;
}
