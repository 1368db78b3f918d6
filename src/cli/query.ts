import { UsageError } from "../domain/errors.ts";
import { NAMED_QUERIES, type NamedQuery } from "../domain/named-queries.ts";
import { renderRows, toRowFormat } from "./render-rows.ts";
import { stoppable } from "./until-stopped.ts";
import { withOffice } from "./with-office.ts";
import { writeOut } from "./write-out.ts";

export interface QueryOptions {
  readonly format: string;
  /** `name=value`, for named queries. */
  readonly param: readonly string[];
  readonly contacts?: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  /** Most rows; of a table 200 unless told, else all. */
  readonly limit?: number;
}

const ROWS_ON_SCREEN = 200;

/** Answers SQL, or a question by its name; only reads. Gives the exit code. @throws UsageError */
export async function query(text: string, options: QueryOptions): Promise<number> {
  const format = toRowFormat(options.format);
  const { sql, parameters } = toStatement(text, options.param);
  const limit = options.limit ?? (format === "table" ? ROWS_ON_SCREEN : null);
  const width = process.stdout.columns ?? 160;
  return stoppable((signal) =>
    withOffice(async ({ people }) => {
      const question = {
        statement: sql,
        parameters,
        contacts: options.contacts === true,
        // One more, so that a table knows whether it is all.
        mostRows: limit === null || format !== "table" ? limit : limit + 1,
        timeoutMs: options.timeout,
        signal,
      };
      await people.query(question, async (answer) => {
        if (answer.warning !== null) process.stderr.write(`Warning: ${answer.warning}\n`);
        await writeOut(renderRows(answer, { format, width, limit }), signal);
      });
      return 0;
    }),
  );
}

/** Lists the questions that ship with the project. Gives the exit code. */
export function listQueries(): number {
  for (const { name, about, parameters } of NAMED_QUERIES) {
    const options = parameters.map((one) => `--param ${one.name}=${one.otherwise ?? "…"} (${one.about})`);
    process.stdout.write(`${name}: ${about}${options.length === 0 ? "" : `; ${options.join(", ")}`}\n`);
  }
  return 0;
}

function toStatement(text: string, given: readonly string[]): { sql: string; parameters: string[] } {
  const named = NAMED_QUERIES.find(({ name }) => name === text.trim());
  const values = toValues(given);
  if (named !== undefined) return { sql: named.sql, parameters: bind(named, values) };
  if (/^[a-z][a-z-]*$/.test(text.trim())) {
    throw new UsageError(
      `there is no query ${text.trim()}: \`sourcing queries\` lists those there are; or write SQL`,
    );
  }
  if (values.size > 0)
    throw new UsageError("--param goes with named queries; write values into the SQL itself");
  return { sql: text, parameters: [] };
}

function toValues(given: readonly string[]): Map<string, string> {
  return new Map(
    given.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`--param takes name=value, found ${pair}`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function bind({ name, parameters }: NamedQuery, values: ReadonlyMap<string, string>): string[] {
  const unknown = [...values.keys()].filter((key) => !parameters.some((one) => one.name === key));
  if (unknown.length > 0) throw new UsageError(`the query ${name} has no parameter ${unknown.join(", ")}`);
  return parameters.map((one) => {
    const value = values.get(one.name) ?? one.otherwise;
    if (value === null) throw new UsageError(`the query ${name} needs --param ${one.name}=… (${one.about})`);
    return value;
  });
}
