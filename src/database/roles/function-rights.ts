/** The functions of a store, which every role but the migrator may execute, because views and triggers call them. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  "audit_is_append_only",
  "containing",
  "date_precision",
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
