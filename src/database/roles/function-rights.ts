/** The functions of a store, which every role but the migrator may execute, because views and triggers call them. */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  "audit_is_append_only",
  "containing",
  "date_precision",
  "fold_letters",
  "fold_list",
  "fold_text",
  "index_profiles",
  "lower_letters",
  "mark_version_changes",
  "partial_date",
  "search_pieces",
  "search_question",
  "search_words",
  "split_pieces",
  "word_forms",
]);
