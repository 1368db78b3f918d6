/** A try at changing or leaving something behind in a store, and how it is made. */
export interface Try {
  readonly at: string;
  readonly sql: string;
}

/** @param owner who owns the tables, or may write to them */
export function triesAtWriting(owner: string): Try[] {
  const tries: Readonly<Record<string, string>> = {
    "a block that resets the role, commits and deletes":
      "do $$ begin reset role; commit; delete from profiles; end $$",
    "a block that commits": "do $$ begin commit; delete from profiles; end $$",
    "a block that turns read-only off":
      "do $$ begin set transaction read write; delete from profiles; end $$",
    "a block that turns it off by default":
      "do $$ begin set default_transaction_read_only = off; commit; delete from profiles; end $$",
    "a block that turns read-only off for what needs no privilege":
      "do $$ begin set transaction read write; perform lo_create(4711); commit; end $$",
    "a block that changes the reader's own password":
      "do $$ begin set transaction read write; alter role sourcing_reader password 'x'; end $$",
    "a block within a comment": "/* select */ do $$ begin commit; delete from profiles; end $$",
    "the owner's role": `set role "${owner}"`,
    "the owner's session": `set session authorization "${owner}"`,
    "the owner's role by a function": `select set_config('role', '${owner}', false)`,
    "a transaction that writes by a function": "select set_config('transaction_read_only', 'off', true)",
    "a transaction that writes by a function, and a write":
      "with off as (select set_config('transaction_read_only', 'off', true)) delete from profiles using off",
    "a function that runs SQL as the owner": `select set_config('role', '${owner}', true), query_to_xml('delete from profiles returning 1', true, true, '')`,
    "a commit with something after it": "commit; delete from profiles",
    "a rollback with something after it": "rollback; delete from profiles",
    "something after a select": "select 1; delete from profiles",
    "something after a comment": "select 1 --\n; delete from profiles",
    "a delete": "delete from profiles",
    "an update of the money": "update budgets set spent = 0",
    "a delete within a WITH": "with gone as (delete from profiles returning 1) select * from gone",
    "a delete that is explained": "explain analyze delete from profiles",
    "a delete that is explained with options":
      "explain (analyze, buffers) with gone as (delete from profiles returning 1) select * from gone",
    "a merge": "merge into profiles p using runs r on true when matched then delete",
    "a truncation": "truncate profiles cascade",
    "a lock on rows": "select * from profiles for update",
    "a lock on a table": "lock table profiles in access exclusive mode",
    "a number of a sequence": "select nextval('calls_id_seq')",
    "the start of a sequence": "select setval('calls_id_seq', 1)",
    "a temporary table": "create temp table mine (a integer)",
    "a table out of a select": "select * into mine from profiles",
    "a large object": "select lo_create(4711)",
    "a large object out of a file": "select lo_import('/etc/hostname')",
    "a program on the server": "copy (select 1) to program 'true'",
    "a program that fills a table": "copy profiles (profile_id) from program 'echo x'",
    "a file written on the server": "copy (select 1) to '/tmp/sourcing-reader-test'",
    "a file read on the server": "select pg_read_file('/etc/hostname')",
    "a connection to elsewhere": "create extension dblink",
    "a function of its own":
      "create function mine() returns void language sql security definer as 'delete from profiles'",
    "a call of a function that writes": "select setval(pg_get_serial_sequence('calls', 'id'), 1)",
    "a procedure": "call refresh_everything()",
    "a prepared statement": "prepare gone as delete from profiles",
    "the privileges of others": "grant all on profiles to public",
    "other sessions":
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename <> session_user",
  };
  return Object.entries(tries).map(([at, sql]) => ({ at, sql }));
}

export const TRIES_AT_SECRETS: readonly Try[] = Object.entries({
  contacts: "select value from contacts",
  "contacts within a set": "select profile_id from profiles union select value from contacts",
  "contacts by a function": "select query_to_xml('select value from contacts', true, true, '')",
  "contacts by statistics": "select most_common_vals::text from pg_stats where tablename = 'contacts'",
  "contacts by an explanation": "explain (analyze, verbose) select value from contacts",
  "contacts as whole rows": "select to_jsonb(contacts) from contacts",
  "raw answers": "select body from call_bodies",
  "raw forms": "select raw from profile_versions",
  "raw forms as whole rows": "select to_jsonb(v) from profile_versions v",
  "raw forms of rejected profiles": "select raw from rejected_profiles",
  "what people are suppressed by": "select digest from suppressions",
  "what the pepper is checked by": "select pepper_check from ledger_state",
  "keys of the API": "table api_keys",
  "the queue": "select * from sourcing_queue.job",
  passwords: "select rolpassword from pg_authid",
}).map(([at, sql]) => ({ at, sql }));
