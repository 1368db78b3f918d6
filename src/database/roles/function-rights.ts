/** The functions of a store, which every role but the migrator may execute, because views and triggers call them. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  "audit_is_append_only",
  "containing",
  "date_precision",
  "fold_list",
  "fold_text",
  "index_profiles",
  "job_is_current",
  "partial_date",
  "search_question",
  "search_words",
]);
