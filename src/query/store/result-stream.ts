import type { Connection } from "pg";
import QueryStream from "pg-query-stream";
import { type ArrayTypes, makeValueTypes } from "./value-types.ts";

const BATCH_ROWS = 500;

interface Description {
  readonly fields: readonly { readonly name: string }[];
}

export interface StreamOptions {
  readonly statement: string;
  readonly parameters: readonly string[];
  /** The maximum number of rows that are read; null: all. */
  readonly mostRows: number | null;
  readonly arrays: ArrayTypes;
}

/**
 * Streams the rows of one statement, a few hundred at a time, each a list of values. It uses the extended protocol, which
 * takes a single statement, so that no SQL can end the transaction and continue after it.
 */
export class ResultStream extends QueryStream {
  /** The names of the columns, known from the first row on and at the end. Empty for a statement that returns no rows. */
  columns: readonly string[] = [];

  constructor({ statement, parameters, mostRows, arrays }: StreamOptions) {
    const batchSize = Math.min(mostRows ?? BATCH_ROWS, BATCH_ROWS);
    super(statement, [...parameters], { batchSize, rowMode: "array", types: makeValueTypes(arrays) });
    const describe = this.handleRowDescription;
    this.handleRowDescription = (description: Description) => {
      this.columns = description.fields.map(({ name }) => name);
      describe(description);
    };
  }

  /** The connection ends with the stream, so it closes nothing there and does not wait for a running statement. */
  override _destroy(error: Error, done: (error: Error) => void): void {
    done(error);
  }

  /** COPY sends and receives bytes instead of rows: its output is ignored, its input is refused. */
  handleCopyData(): void {}

  handleCopyInResponse(connection: Connection): void {
    // The driver's own queries call this method, which is missing from its types.
    (connection as Connection & { sendCopyFail(reason: string): void }).sendCopyFail("COPY is not a query");
  }
}
