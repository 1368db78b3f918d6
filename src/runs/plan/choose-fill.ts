import type { StopReason } from "../stop-reason.ts";
import type { LastPass } from "./choose-pass.ts";
import { type Gaps, NO_GAPS } from "./gap-pages.ts";

/** A pass that buys the gaps of another one again. */
export interface FillPass {
  readonly id: number;
  readonly status: LastPass["status"];
  readonly pages: readonly number[];
  readonly nextPage: number;
}

/** What is known of the newest complete pass of a search: its gaps, and the newest pass that fills them. */
export interface GapHistory {
  readonly gaps: Gaps;
  /** People that the search had in all when its last page was bought; null: not known. */
  readonly totalCount: number | null;
  /** Null where none was begun. */
  readonly fill: FillPass | null;
}

export type FillDecision =
  /** The search was never read to its end, or is being read again: an ordinary run goes on with it. */
  | { readonly kind: "incomplete" }
  /** Nothing to buy: its list stood still, or its gaps were filled already. */
  | { readonly kind: "no_gaps"; readonly reason: StopReason }
  | { readonly kind: "continue"; readonly passId: number; readonly pages: readonly number[] }
  | { readonly kind: "start"; readonly pages: readonly number[] };

/** A search of which no complete pass is known. */
export const NO_GAP_HISTORY: GapHistory = { gaps: NO_GAPS, totalCount: null, fill: null };

/** Decides which pages a run with `--fill-gaps` buys of a search. Gaps are filled once. */
export function chooseFill(last: LastPass | null, { gaps, fill }: GapHistory): FillDecision {
  if (last?.status !== "complete") return { kind: "incomplete" };
  const reason = last.endReason ?? "no_more_pages";
  if (fill === null)
    return gaps.pages.length === 0 ? { kind: "no_gaps", reason } : { kind: "start", pages: gaps.pages };
  if (fill.status !== "open") return { kind: "no_gaps", reason };
  return { kind: "continue", passId: fill.id, pages: fill.pages.filter((page) => page >= fill.nextPage) };
}
