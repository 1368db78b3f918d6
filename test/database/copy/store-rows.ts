import type { Database } from "../../../src/database/database.ts";
import { rowsOf } from "../../support/leased-walk.ts";

/** Rows of the tables that a run leaves empty. */
export const OTHERS = [
  "insert into suppressions (kind, digest, reason) values ('email', 'd', E'asked\\tto\\\\ be \u00fc')",
  "insert into schedules (name, cron, time_zone, selection, budget_credits) values ('nightly', '0 2 * * *', 'UTC', '{}', 5)",
  "insert into schedule_firings (trigger_key, schedule, planned_for, run_id, carried_on) values ('k', 'nightly', now(), 1, false)",
  "insert into webhook_reports (kind, run_id) values ('run', 1)",
  "insert into workers (name, host) values ('w', 'h')",
  "insert into exports (destination, format, people) values ('crm', 'csv', 1)",
  "insert into export_people (export_id, profile_id) select 1, profile_id from profiles limit 1",
  "insert into contacts (profile_id, kind, value) select profile_id, 'email', 'x@example.com' from profiles limit 1",
  "insert into notices (profile_id) select profile_id from profiles limit 1",
  "insert into erasures (kind, people, bodies) values ('forget', 1, 2)",
  "insert into reparses default values",
  "insert into audit (actor, command) values ('recruiter@desk', 'query')",
  "insert into search_refreshes (people) values (3)",
  "insert into rejected_profiles (call_id, position, path, reason, raw) values (1, 99, 'profile', 'odd', E'{\"a\":\"\\\\u0000\"}')",
  "insert into schedule_changes (trigger_key, schedule, planned_for, changed_by) values ('k2', 'nightly', now(), 'recruiter@desk')",
  "insert into data_requests (kind, received_on, due_on, recorded_by) values ('access', current_date, current_date, 'recruiter@desk')",
  "insert into saved_queries (query, title, versions) values ('a1', 'Cities', 1)",
  "insert into saved_query_versions (query, version, sql, saved_by) values ('a1', 1, 'select 1', 'recruiter@desk')",
  "update settings set credit_price = 0.10, credit_currency = 'EUR'",
];

export const tablesOf = async (db: Database): Promise<string[]> =>
  (
    await rowsOf(
      { db },
      "select tablename as name from pg_tables where schemaname = current_schema() order by 1",
    )
  ).map(({ name }) => String(name));

export const contentsOf = async (db: Database, table: string): Promise<unknown[]> =>
  (await db.pool.query(`select t::text as row from ${table} as t order by 1`)).rows;

export const count = async (db: Database, table: string): Promise<unknown> =>
  (await rowsOf({ db }, `select count(*) as count from ${table}`))[0]?.count;
