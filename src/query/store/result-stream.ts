import type { Connection } from "pg";
import QueryStream from "pg-query-stream";
import { VALUE_TYPES } from "./value-types.ts";

const ROWS_AT_ONCE = 500;

interface Description {
  readonly fields: readonly { readonly name: string }[];
}

export interface StreamOptions {
  readonly statement: string;
  readonly parameters: readonly string[];
  /** No more rows than these are read; null: all. */
  readonly mostRows: number | null;
}

/**
 * The rows of one statement, a few hundred at a time, each a list of values. By the extended protocol, which takes one
 * statement only, so that nothing can end the transaction and go on.
 */
export class ResultStream extends QueryStream {
  /** Names of the columns, known from the first row on and at the end; none for what is no question. */
  columns: readonly string[] = [];

  constructor({ statement, parameters, mostRows }: StreamOptions) {
    const batchSize = Math.min(mostRows ?? ROWS_AT_ONCE, ROWS_AT_ONCE);
    super(statement, [...parameters], { batchSize, rowMode: "array", types: VALUE_TYPES });
    const describe = this.handleRowDescription;
    this.handleRowDescription = (description: Description) => {
      this.columns = description.fields.map(({ name }) => name);
      describe(description);
    };
  }

  /** Its connection ends with it, so that nothing need be closed there, and nobody waits for a statement under way. */
  override _destroy(error: Error, done: (error: Error) => void): void {
    done(error);
  }

  /** COPY gives bytes and takes some, and is no question. */
  handleCopyData(): void {}

  handleCopyInResponse(connection: Connection): void {
    // Not among its types: the driver's own queries call it too.
    (connection as Connection & { sendCopyFail(reason: string): void }).sendCopyFail("it is no question");
  }
}
