import type { Candidate } from "./candidate.ts";

/** Which candidates an export takes. */
export interface ExportFilter {
  /** Only candidates that changed since; null: all. */
  readonly since: Date | null;
  /** Only candidates that these specs found; null: all. */
  readonly specs: readonly string[] | null;
  /** Only candidates whose `profile_id` this statement returns, in its order; null: all. */
  readonly query: { readonly sql: string; readonly parameters: readonly string[] } | null;
  /** Only candidates that were never exported to `destination`. */
  readonly isNew: boolean;
  readonly destination: string;
  /** Whether e-mail addresses and phone numbers are exported too. */
  readonly contacts: boolean;
}

/** What is recorded of an export in addition to its candidates. */
export interface ExportNote {
  readonly destination: string;
  readonly format: string;
  /** Number of rows that the format could not take. */
  readonly leftOut: number;
  /** Options by which candidates were chosen; never anything that could name a person. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly contacts: boolean;
}

/** A candidate with what no two rows of the file may share: the key of the row, and the LinkedIn name; null: it does not matter. */
export interface ExportedPerson {
  readonly profileId: string;
  readonly key: string | null;
  readonly slug: string | null;
}

export type CompleteResult =
  | { readonly kind: "recorded"; readonly exportId: number }
  /** No candidate was exported. */
  | { readonly kind: "empty" }
  /** So many of the exported candidates are no longer stored: nothing was published or recorded. */
  | { readonly kind: "erased"; readonly people: number };

/** The candidates of one export, chosen in one statement. */
export interface ExportSet {
  readonly people: number;
  /** Names of the columns that the query returns in addition to `profile_id`, in its order. */
  readonly more: readonly string[];
  /** Returns the candidates in batches, without those erased in the meantime. */
  batches(): AsyncIterable<Candidate[]>;
  /** Notes candidates that go into the file. Returns the ids of those noted: the others share a key or a name with an earlier row. */
  markExported(people: readonly ExportedPerson[]): Promise<ReadonlySet<string>>;
  /** Records the export and calls `publish` last; neither happens without the other. */
  complete(note: ExportNote, publish: () => Promise<void>): Promise<CompleteResult>;
}

/** Chooses the candidates of an export and lends them to `work`. */
export interface ExportSelector {
  /** @throws UsageError for a query that does not work or returns no candidates, and for an export that must wait */
  select<Result>(filter: ExportFilter, work: (selection: ExportSet) => Promise<Result>): Promise<Result>;
}
