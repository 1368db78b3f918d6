import type { Candidate } from "../candidate.ts";

export interface ExportColumn {
  /** The name in the header. */
  readonly name: string;
  /** Null: unknown. */
  readonly value: (candidate: Candidate) => unknown;
  /** Candidates without a value are skipped. */
  readonly required?: true;
  /** Numbers such as +49 30 0 are not escaped as formulas: the destination would keep the apostrophe. */
  readonly isPhone?: true;
}

/** A kind of file for candidates. A new format is one more file in this folder and a line in `formats.ts`. */
export interface ExportFormat {
  /** The value of `--for`. */
  readonly name: string;
  /** The purpose, for users. */
  readonly about: string;
  readonly lines: "csv" | "json";
  readonly columns: (options: ColumnOptions) => readonly ExportColumn[];
  /** The maximum number of rows in one file, without the header; null: no limit. */
  readonly rowsPerFile: number | null;
  /** The column whose values must be unique; null: none. */
  readonly key: string | null;
  /** Whether the format always includes e-mail addresses and phone numbers. */
  readonly needsContacts: boolean;
  /** Whether two ids with one LinkedIn address are one row. */
  readonly onePerProfile: boolean;
  /** Says why a candidate is left out; null: none is, or this one is not. */
  readonly refuse: ((candidate: Candidate) => string | null) | null;
}

export interface ColumnOptions {
  readonly contacts: boolean;
  /** The other columns of the query. */
  readonly more: readonly string[];
}
