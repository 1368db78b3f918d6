export interface QueryAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The people of a store, for those who ask about them. Every method may throw StoreUnavailable. */
export interface PeopleStore {
  /** Runs one statement that only reads. @throws UsageError for one that does not work or would write */
  query(statement: string, parameters: readonly string[]): Promise<QueryAnswer>;
}
