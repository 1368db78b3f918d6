import { createHash } from "node:crypto";
import { audited } from "../../composition/privacy/audited.ts";
import { bindQuery, describeQuery, readQueryValues, type Statement } from "../../query/named-queries.ts";
import { readQueries } from "../../query/store/read-named-queries.ts";
import { didYouMean } from "../../values/did-you-mean.ts";
import { UsageError } from "../../values/errors.ts";
import { type CsvSigns, describeLongCells, hasDecimalComma, toDelimiter } from "../command/csv-options.ts";
import type { ExitCode } from "../command/exit-code.ts";
import { stoppable } from "../command/interruption.ts";
import { withApp } from "../command/with-app.ts";
import { type CsvLayout, renderRows, toRowFormat } from "../screen/render-rows.ts";
import { writeTo } from "../screen/write-private-file.ts";

export interface QueryOptions extends CsvSigns {
  readonly format: string;
  /** `name=value`, for named queries. */
  readonly param: readonly string[];
  readonly list?: boolean;
  readonly help?: boolean;
  readonly contacts?: boolean;
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
  const width = process.stdout.columns ?? 160;
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
      const answer = (count: (rows: number) => void) =>
        app.people.query(question, ({ columns, rows }) =>
          writeTo(
            options.out,
            renderRows({ columns, rows: counted(rows, count) }, { format, width, limit, csv }),
            signal,
          ),
        );
      if (!question.contacts) await answer(() => {});
      else await audited(app, { command: "query", subject: toSubject(text) }, answer);
      process.stderr.write(describeLongCells(long) ?? "");
    }),
  );
}

async function* counted<Row>(rows: AsyncIterable<Row>, count: (rows: number) => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    count(1);
    yield row;
  }
}

/** The name of a query, or which SQL it was: its text may name people, who may ask to be forgotten. */
function toSubject(text: string): string {
  const name = text.trim();
  return isQueryName(name) ? name : `SQL ${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
}

function isQueryName(text: string): boolean {
  return /^[a-z][a-z-]*$/.test(text);
}

/** Lists the queries that ship with the project. */
export function listQueries(): void {
  process.stdout.write(readQueries().map(describeQuery).join("\n"));
}

/** Describes what a query answers and takes. @throws UsageError */
export function explainQuery(name: string): void {
  const named = readQueries().find((one) => one.name === name);
  if (named === undefined) throw noSuchQuery(name);
  process.stdout.write(describeQuery(named));
}

/** The statement of a named query, or SQL itself, with the values of its parameters. @throws UsageError */
export function toStatement(
  text: string,
  values: ReadonlyMap<string, string>,
  mostRows: number | null,
): Statement {
  const named = readQueries().find(({ name }) => name === text.trim());
  if (named !== undefined) return bindQuery(named, values, mostRows);
  if (isQueryName(text.trim())) throw noSuchQuery(text.trim());
  if (values.size > 0) throw new UsageError("values go with named queries; write them into the SQL itself");
  return { sql: text, parameters: [] };
}

function noSuchQuery(name: string): UsageError {
  const near = didYouMean(
    name,
    readQueries().map((known) => known.name),
  );
  return new UsageError(
    `there is no query ${name}${near}; \`sourcing queries\` lists those there are; or write SQL`,
  );
}
