import { sql } from "drizzle-orm";
import type { Sql } from "../../database/database.ts";
import { type RunReport, runHeadSchema, type SpecReport, specReportSchema, sumUp } from "../run-report.ts";

/** What a run has come to so far, with the balance of its own key; null where there is no such run. */
export async function readReport(db: Sql, runId: number): Promise<RunReport | null> {
  const [run] = await db.rows(
    runHeadSchema,
    sql`select runs.id as "runId", runs.status, runs.schedule, runs.budget_credits as "budgetCredits", key.balance,
          key.balance_at as "balanceAt",
          (extract(epoch from coalesce(runs.finished_at, now()) - runs.asked_at) * 1000)::bigint as "durationMs"
        from runs left join lateral (
          select api_keys.balance, api_keys.balance_at from api_keys
          where api_keys.id = coalesce(
            (select key_id from calls where calls.run_id = runs.id order by calls.id desc limit 1),
            (select max(id) from api_keys having count(*) = 1))
        ) as key on true
        where runs.id = ${runId}`,
  );
  if (run === undefined) return null;
  const specs = await readSpecReports(db, runId);
  return { ...run, specs, totals: sumUp(specs) };
}

async function readSpecReports(db: Sql, runId: number): Promise<SpecReport[]> {
  return db.rows(
    specReportSchema,
    sql`select walks.spec, walks.revision, walks.status, walks.stop_reason as "stopReason", walks.note, walks.fresh,
          walks.joined, case when walks.status = 'waiting' and walks.joined then (
            select run_id from walks other where other.spec = walks.spec and other.fingerprint = walks.fingerprint
              and other.status = 'walking' limit 1) end as "waitsForRun", walks.pages, walks.profiles_seen as "profilesSeen", walks.profiles_new as "profilesNew",
          walks.profiles_changed as "profilesChanged", walks.profiles_unchanged as "profilesUnchanged",
          walks.profiles_rejected as "profilesRejected", walks.profiles_suppressed as "profilesSuppressed",
          walks.people_repeated as "peopleRepeated",
          case when passes.fills is null then walks.people_repeated + walks.total_count_dropped
            else greatest(0, passes.people_sought - passes.people_found) end as "peopleMaybeMissed",
          case when passes.fills is not null then jsonb_build_object('pages', to_jsonb(passes.pages),
            'people', passes.people_sought, 'found', passes.people_found,
            'moved', walks.total_count_dropped) end as gaps,
          coalesce(budgets.spent, 0) as "creditsSpent", coalesce(budgets.suspense, 0) as "creditsInSuspense",
          coalesce(passes.next_page, newest.next_page, 1) as "nextPage",
          walks.warnings || coalesce(strangers.warnings, '{}') as warnings,
          coalesce(extract(epoch from coalesce(walks.finished_at, now()) - walks.started_at) * 1000, 0)::bigint
            as "durationMs",
          walks.budget_credits as "budgetCredits", least(walks.max_pages, runs.max_pages) as "maxPages",
          case when walks.forecast_credits is not null then jsonb_build_object('low', walks.forecast_low,
            'likely', walks.forecast_credits, 'high', walks.forecast_high) end as forecast,
          (select calls.total_count from calls where calls.walk_id = walks.id and total_count is not null
            order by calls.id desc limit 1) as "totalCount"
        from walks join runs on runs.id = walks.run_id
          left join budgets on budgets.scope = 'walk' and budgets.key = walks.id::text
          left join passes on passes.id = walks.pass_id
          left join lateral (select next_page from passes p where p.spec = walks.spec
            and p.fingerprint = walks.fingerprint and p.fills is null order by p.id desc limit 1) as newest on true
          left join lateral (
            select array['known ids that may name other people now: ' || count(*) || ' (\`sourcing query other-person\`)'] as warnings
            from profile_versions v join calls on calls.id = v.call_id
            where v.another_person and calls.walk_id = walks.id having count(*) > 0) as strangers on true
        where walks.run_id = ${runId} order by walks.id`,
  );
}
