/** One candidate as exported: column names of the view `candidates`, values as Postgres gives them. */
export type CandidateRow = Readonly<Record<string, unknown>>;

export interface ExportFilter {
  /** Only who changed since; null: everybody. */
  readonly since: Date | null;
  /** Only whom these specs found; null: everybody. */
  readonly specs: readonly string[] | null;
  /** Whether addresses and numbers are given too. */
  readonly contacts: boolean;
}

export interface QueryAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The people of a store, for those who ask about them. Every method may throw StoreUnavailable. */
export interface PeopleStore {
  /** Runs one statement that only reads. @throws UsageError for one that does not work or would write */
  query(statement: string, parameters: readonly string[]): Promise<QueryAnswer>;
  /** Candidates in the order of their ids, in batches. */
  export(filter: ExportFilter): AsyncIterable<CandidateRow[]>;
}
