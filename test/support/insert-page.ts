import type { Database } from "../../src/database/database.ts";
import { readPage } from "../../src/leonar/read-page.ts";
import type { DetailFlags } from "../../src/people/merge.ts";
import { applyPage, toRecordedPage } from "../../src/runs/walk/store/apply-page.ts";
import type { Lease } from "../../src/runs/walk/walk-store.ts";
import { PageOutOfOrder } from "../../src/values/errors.ts";
import { NO_DETAIL } from "./leased-walk.ts";
import { PEPPER } from "./test-app.ts";

/** A page that was bought and is not stored yet. */
export interface InsertedPage {
  readonly callId: number;
  /** Stores it. */
  apply(): Promise<void>;
}

/** Answers that no API has given, to be stored in whatever order. */
export interface PageInserter {
  /** Records a page of these raw profiles, a minute after the last. */
  show(profiles: readonly unknown[], detail?: DetailFlags): Promise<InsertedPage>;
}

/** Far from any checkpoint. */
const PAGE = 1_000;

/** Makes a run of one walk for each kind of detail in an empty store. */
export async function makePageInserter(db: Database): Promise<PageInserter> {
  await db.pool.query(
    `insert into search_specs (spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, nightly, enabled, priority)
     select 'shown-' || n, 1, n::text, '{}', 30, 2, false, true, 0 from generate_series(0, 3) as n`,
  );
  await db.pool.query("insert into runs (selection, status) values ('{}', 'running')");
  await db.pool.query(
    "insert into passes (spec, fingerprint, refresh) select spec, fingerprint, false from search_specs order by spec",
  );
  await db.pool.query(
    `insert into walks (run_id, spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, priority, pass_id,
       status, lease_token, lease_owner)
     select 1, spec, 1, fingerprint, jsonb_build_object('detailed_experience', id % 2 = 0, 'detailed_education', id > 2),
       30, 2, 0, id, 'walking', 1, 'the test' from passes order by id`,
  );
  let shown = 0;
  return {
    async show(profiles, detail = NO_DETAIL) {
      const walkId = 1 + Number(detail.experiences) + 2 * Number(detail.educations);
      const body = Buffer.from(JSON.stringify({ data: { profiles, has_more: true, credits_consumed: 1 } }));
      shown += 1;
      const { rows } = await db.pool.query(
        `insert into calls (run_id, walk_id, pass_id, spec, page, go, status, outcome, key_id, price_class, alone,
           reserved_credits, credits, day, month, answered_at)
         select 1, id, pass_id, spec, ${PAGE}, 1, 'suspense', 'unknown', 'k', '', false, 25, 1, '2026-01-01', '2026-01',
           timestamptz '2026-01-01 00:00Z' + make_interval(mins => $2) from walks where id = $1 returning id`,
        [walkId, shown],
      );
      const callId: number = rows[0].id;
      await db.pool.query("insert into call_bodies (call_id, body) values ($1, $2)", [callId, body]);
      const lease: Lease = { walkId, token: 1 };
      return {
        callId,
        async apply() {
          // Its answer comes now, so that pages may be applied in any order.
          await db.pool.query("update calls set status = 'settled', outcome = 'answered' where id = $1", [
            callId,
          ]);
          const page = toRecordedPage(lease, callId, readPage(body), detail);
          await applyInOrder(() => applyPage({ db, secret: { pepper: PEPPER } }, page));
        },
      };
    },
  };
}

/** Where pages are applied at once, one waits for those before it. */
async function applyInOrder(apply: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await apply();
    } catch (error) {
      if (!(error instanceof PageOutOfOrder)) throw error;
    }
  }
}
