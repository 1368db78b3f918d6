import { sql } from "drizzle-orm";
import type { Transaction } from "../../../database/database.ts";
import type { PageCounts } from "../../../people/page-plan.ts";
import type { SearchPage } from "../../../people/search-page.ts";
import type { PassPosition } from "../next-step.ts";
import type { PageDrift } from "../page-drift.ts";

/** What applying a page came to. */
export interface AppliedPage {
  readonly callId: number;
  readonly counts: PageCounts;
  /** Where the pass stands now; null: the page was another one than its next, and it stays where it is. */
  readonly position: PassPosition | null;
  /** People of the list of the pass whom the page has found. */
  readonly found: number;
  readonly drift: PageDrift;
  readonly newFields: SearchPage["newFields"];
}

/** Counts pages of different walks, each for the walk that opened its call, and moves the checkpoints of their passes. */
export function countPages(tx: Transaction, pages: readonly AppliedPage[]): void {
  if (pages.length === 0) return;
  tx.send(sql`
    with counted as (
      select * from jsonb_to_recordset(${JSON.stringify(pages.map(toRow))}::jsonb) as c(call bigint, seen integer, new integer,
        changed integer, unchanged integer, rejected integer, suppressed integer, repeated integer, dropped integer,
        moves boolean, found integer, "newFields" jsonb, page integer, "end" text, "pagesWithoutNewcomers" integer, "pagesOfKnownPeople" integer)
    ), applied as (
      update calls set applied_at = now(), profiles_new = c.new, profiles_changed = c.changed, profiles_unchanged = c.unchanged,
        profiles_rejected = c.rejected, profiles_suppressed = c.suppressed, new_fields = c."newFields"
      from counted c where calls.id = c.call returning c.*, walk_id, pass_id, warnings, answered_at
    ), moved as (
      update passes set next_page = applied.page, people_found = people_found + applied.found, end_reason = applied."end",
        pages_without_newcomers = applied."pagesWithoutNewcomers", pages_of_known_people = applied."pagesOfKnownPeople",
        last_bought_at = applied.answered_at
      from applied where passes.id = applied.pass_id and applied.moves
    )
    update walks set pages = walks.pages + 1, profiles_seen = profiles_seen + applied.seen,
      profiles_new = profiles_new + applied.new, profiles_changed = profiles_changed + applied.changed,
      profiles_unchanged = profiles_unchanged + applied.unchanged, profiles_rejected = profiles_rejected + applied.rejected,
      profiles_suppressed = profiles_suppressed + applied.suppressed, people_repeated = people_repeated + applied.repeated,
      total_count_dropped = total_count_dropped + applied.dropped,
      warnings = array(select warning from unnest(walks.warnings || applied.warnings) with ordinality as said(warning, place)
        group by warning order by min(place))
    from applied where walks.id = applied.walk_id`);
}

function toRow({ callId, counts, position, found, drift, newFields }: AppliedPage) {
  const { seen, changed, unchanged, rejected, suppressed } = counts;
  return {
    ...{ call: callId, seen, new: counts.new, changed, unchanged, rejected, suppressed },
    ...{ repeated: drift.repeated, dropped: drift.dropped },
    ...{ found, newFields: newFields.length === 0 ? null : newFields },
    ...{ moves: position !== null, page: position?.page, end: position?.end ?? null },
    pagesWithoutNewcomers: position?.pagesWithoutNewcomers,
    pagesOfKnownPeople: position?.pagesOfKnownPeople,
  };
}
