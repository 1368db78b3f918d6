import { z } from "zod";

const columnSchema = z.object({
  name: z.string(),
  type: z.string(),
  /** What it holds; empty: nobody has said so. */
  about: z.string(),
});

/** A view or a table that a query may read, with the columns that it may read. */
export const relationSchema = z.object({
  name: z.string(),
  kind: z.enum(["view", "table"]),
  about: z.string(),
  columns: z.array(columnSchema),
});
export type Relation = z.infer<typeof relationSchema>;

/** A function of the store that a query may call. */
export const callableSchema = z.object({
  name: z.string(),
  /** Its name and its parameters. */
  signature: z.string(),
  returns: z.string(),
  about: z.string(),
});
type Callable = z.infer<typeof callableSchema>;

/** Everything that a query can name. */
export interface QuerySchema {
  /** Views first. */
  readonly relations: readonly Relation[];
  readonly functions: readonly Callable[];
}
