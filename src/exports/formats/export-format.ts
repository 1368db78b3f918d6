import type { Candidate } from "../candidate.ts";

export interface ExportColumn {
  /** As the header has it. */
  readonly name: string;
  /** Null: nothing is known. */
  readonly value: (candidate: Candidate) => unknown;
  /** Whoever has no value here is left out. */
  readonly required?: true;
  /** Numbers such as +49 30 0 stay as they are, since the destination would take an apostrophe for part of them. */
  readonly isPhone?: true;
}

/** A kind of file that candidates go out in. A new one is a file like those beside this and a line in `formats.ts`. */
export interface ExportFormat {
  /** What `--for` takes. */
  readonly name: string;
  /** For people: what it is for. */
  readonly about: string;
  readonly lines: "csv" | "json";
  /** @param asked whether contacts are, and what a query says besides */
  readonly columns: (asked: ColumnOptions) => readonly ExportColumn[];
  /** Most rows of one file, the header aside; null: no limit. */
  readonly rowsPerFile: number | null;
  /** The column in which no two rows may have the same value; null: there is none. */
  readonly key: string | null;
  /** Whether addresses and numbers belong to it, asked for or not. */
  readonly needsContacts: boolean;
}

export interface ColumnOptions {
  readonly contacts: boolean;
  readonly more: readonly string[];
}
