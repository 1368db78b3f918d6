import { z } from "zod";

/** What the author of a spec should know about a column; its type, range and length come from the schema. */
export interface ColumnDocs {
  /** One sentence. */
  readonly help: string;
  /** A good cell, as typed into a CSV. */
  readonly example: string;
  /**
   * A `filter` says who is wanted, an `exclusion` removes people, an `option` changes how filters match or what comes
   * back, a `setting` is ours and never sent.
   */
  readonly role: "filter" | "exclusion" | "option" | "setting";
  /** Values known to work; others are accepted too, for the reference page lists none. */
  readonly known?: readonly string[];
  /** For objects: the keys known to work, each with its known values where there are some. */
  readonly knownKeys?: Readonly<Record<string, readonly string[]>>;
  /** True where a comma is part of a good value, as in "Paris, France". */
  readonly place?: boolean;
  /** The value that the API takes when the parameter is absent; such a value is left out. */
  readonly apiDefault?: boolean;
}

/** Filled by the schemas of `search-parameters.ts` and `spec-settings.ts`. */
export const columnDocs = z.registry<ColumnDocs>();
