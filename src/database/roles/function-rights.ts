import { CLUSTER_NAMES } from "../embedded/server-settings.ts";
import { ROLE_NAMES, type StoreRole } from "./store-role.ts";

/** The functions of a store, which every role but the migrator may execute, because views and triggers call them. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  "audit_is_append_only",
  "containing",
  "date_precision",
  "delete_with_profiles",
  "fold_letters",
  "fold_list",
  "fold_text",
  "index_profiles",
  "job_is_current",
  "lower_letters",
  "next_change_id",
  "partial_date",
  "search_pieces",
  "search_question",
  "search_words",
  "split_pieces",
  "system_identifier",
  "word_forms",
]);

/** Functions of Postgres that parse XML or make it of any table, with a library of which old servers hold an old version. */
const XML_FUNCTIONS =
  "^(xml|xmlvalidate|xpath|xpath_exists|xml_is_well_formed(_\\w+)?|(table|query|cursor|schema|database)_to_xml\\w*)$";

/**
 * Functions of Postgres by which a login without rights to any table stops others: locks that ours wait for, and large objects, which
 * fill the disk and outlive the login.
 */
const FUNCTIONS_OF_OTHERS =
  "^(pg_(try_)?advisory_\\w+|lo_(creat|create|from_bytea|put|open|truncate\\w*)|lowrite)$";

/** The roles of a store that take locks and make temporary tables. */
const WORKING_ROLES = ["migrator", "writer", "privacy"] as const satisfies readonly StoreRole[];

/**
 * SQL for a superuser of the embedded server, which no others use: its readers lock nothing, make no temporary tables and no
 * large objects, and enter no other database. On any other server it does nothing, because people may need all that there.
 */
export const CLOSE_EMBEDDED_SERVER = `do $$
declare
  item text;
  ours text;
begin
  if current_setting('cluster_name') !~ '${CLUSTER_NAMES}' or current_setting('is_superuser') <> 'on' then return; end if;
  select string_agg(rolname, ', ') into ours from pg_roles
    where rolname in (${WORKING_ROLES.map((role) => `'${ROLE_NAMES[role].role}'`).join(", ")});
  for item in select oid::regprocedure from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and proname ~ '${FUNCTIONS_OF_OTHERS}' order by 1
  loop
    if has_function_privilege('public', item, 'execute') then
      execute format('revoke execute on function %s from public', item);
    end if;
    if ours is not null and item ~ 'advisory' then execute format('grant execute on function %s to %s', item, ours); end if;
  end loop;
  if has_database_privilege('public', current_database(), 'temporary') then
    execute format('revoke temporary on database %I from public', current_database());
  end if;
  if ours is not null then execute format('grant temporary on database %I to %s', current_database(), ours); end if;
  for item in select datname from pg_database
    where datname in ('postgres', 'template1') and has_database_privilege('public', oid, 'connect')
  loop execute format('revoke connect on database %I from public', item); end loop;
end $$`;

/**
 * SQL that takes functions for XML from everybody but their owner, in this database, where the user may: as a superuser.
 * `xmlparse`, `xmltable` and a cast of a literal are grammar, which has no rights.
 */
export const REVOKE_XML = `do $$
declare signature text;
begin
  for signature in select oid::regprocedure from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and proname ~ '${XML_FUNCTIONS}' and pg_has_role(proowner, 'usage')
      and has_function_privilege('public', oid, 'execute')
  loop execute format('revoke execute on function %s from public', signature); end loop;
end $$`;
