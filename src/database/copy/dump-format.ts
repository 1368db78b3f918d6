import { z } from "zod";

/**
 * A dump is text. Its first line is a header. For each table follow a line with its name and columns, its rows as COPY writes
 * them, a line with `\.`, and a line with the number of rows and their sum. The last two lines are the sequences and the end.
 * Every line but those of rows is a JSON object.
 */
export const DUMP_FORMAT = "sourcing-dump";

export const dumpHeader = z.object({
  format: z.literal(DUMP_FORMAT),
  /** Of the format itself. */
  version: z.literal(1),
  madeAt: z.string(),
  storeId: z.string(),
  /** False: contacts and everything raw were left out. */
  contacts: z.boolean(),
  /** The hashes of the migrations that the store had, in order. */
  migrations: z.array(z.string()),
});
export type DumpHeader = z.infer<typeof dumpHeader>;

export const dumpTable = z.object({ table: z.string(), columns: z.array(z.string()) });
export const dumpSum = z.object({ rows: z.number(), sum: z.string() });
export const dumpSequences = z.object({ sequences: z.record(z.string(), z.string().regex(/^-?\d+$/)) });
export const dumpEnd = z.object({ end: z.literal(true) });

/** Stands before the name of each sequence, whatever the schema of the store: the first version of the format wrote it. */
export const SEQUENCE_PREFIX = "public.";

/** The line after the rows of a table. COPY escapes backslashes, so no row is equal to it. */
export const END_OF_ROWS = "\\.";
