import { createHash } from "node:crypto";
import { askAudited } from "../../composition/questions/ask-audited.ts";
import type { CsvLayout } from "../../composition/questions/stream-rows.ts";
import { bindQuery, readQueryValues, type Statement } from "../../query/named-queries.ts";
import { readQueries } from "../../query/store/read-named-queries.ts";
import { UsageError } from "../../values/errors.ts";
import { type CsvSigns, describeLongCells, hasDecimalComma, toDelimiter } from "../command/csv-options.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { stoppable } from "../command/interruption.ts";
import { withApp } from "../command/with-app.ts";
import { renderRows, toRowFormat } from "../screen/render-rows.ts";
import { renderVertical } from "../screen/render-vertical.ts";
import { screenWidth } from "../screen/screen-width.ts";
import { writeTo } from "../screen/write-private-file.ts";
import { findQuery, isQueryName } from "./find-query.ts";

export interface QueryOptions extends CsvSigns {
  readonly format: string;
  /** `name=value`, for named queries. */
  readonly param: readonly string[];
  readonly list?: boolean;
  readonly help?: boolean;
  readonly contacts?: boolean;
  /** Each row as a block with a line for each column. */
  readonly vertical?: boolean;
  /** The file to write; default: stdout. */
  readonly out?: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Most rows; of a table 200 unless told, else all. */
  readonly limit?: number;
}

const ROWS_ON_SCREEN = 200;

/**
 * Answers SQL, or a question by its name; only reads. Returns the exit code. @throws UsageError
 * @param words what stands behind the name: values of parameters
 */
export async function query(
  text: string,
  words: readonly string[],
  options: QueryOptions,
): Promise<ExitCode | null> {
  const format = toRowFormat(options.format);
  if (format !== "csv" && (options.delimiter !== undefined || options.decimal !== undefined))
    throw new UsageError("--delimiter and --decimal go with --format csv");
  if (format !== "table" && options.vertical === true) throw new UsageError("-x is a form of --format table");
  const long: string[] = [];
  const csv: CsvLayout = {
    delimiter: toDelimiter(options.delimiter),
    decimalComma: hasDecimalComma(options),
    onLongCell: (column, row) => long.push(`${column} of row ${row}`),
  };
  const limit = options.limit ?? (format === "table" ? ROWS_ON_SCREEN : null);
  // One more, so that a table knows whether it is all.
  const mostRows = limit === null || format !== "table" ? limit : limit + 1;
  const { sql, parameters } = toStatement(text, readQueryValues(words, options.param), mostRows);
  const width = screenWidth();
  return stoppable((signal) =>
    withApp(async (app) => {
      const question = {
        statement: sql,
        parameters,
        contacts: options.contacts === true,
        mostRows,
        timeoutMs: options.timeout,
        signal,
      };
      await askAudited(app, question, { subject: toSubject(text, sql) }, (answer) =>
        writeTo(
          options.out,
          options.vertical === true
            ? renderVertical(answer, limit)
            : renderRows(answer, { format, width, limit, csv }),
          signal,
        ),
      );
      process.stderr.write(describeLongCells(long) ?? "");
    }),
  );
}

/** The name of a shipped query, or which SQL it was: what users write may name people, who may ask to be forgotten. */
function toSubject(text: string, sql: string): string {
  const name = text.trim();
  return readQueries().some((shipped) => shipped.name === name)
    ? name
    : `SQL ${createHash("sha256").update(sql).digest("hex").slice(0, 12)}`;
}

/** The statement of a named query, or SQL itself, with the values of its parameters. @throws UsageError */
function toStatement(text: string, values: ReadonlyMap<string, string>, mostRows: number | null): Statement {
  if (isQueryName(text.trim())) return bindQuery(findQuery(text.trim()), values, mostRows);
  if (values.size > 0) throw new UsageError("values go with named queries; write them into the SQL itself");
  return { sql: text, parameters: [] };
}
