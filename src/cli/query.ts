import { UsageError } from "../domain/errors.ts";
import { NAMED_QUERIES, type NamedQuery } from "../domain/named-queries.ts";
import { renderRows, toRowFormat } from "./render-rows.ts";
import { withOffice } from "./with-office.ts";

export interface QueryOptions {
  readonly format: string;
  /** `name=value`, for named queries. */
  readonly param: readonly string[];
}

/** Answers SQL, or a question by its name; only reads. Gives the exit code. @throws UsageError */
export async function query(text: string, options: QueryOptions): Promise<number> {
  const format = toRowFormat(options.format);
  const { sql, parameters } = toStatement(text, options.param);
  return withOffice(async ({ people }) => {
    const { columns, rows } = await people.query(sql, parameters);
    process.stdout.write(renderRows(columns, rows, format, process.stdout.columns ?? 160));
    return 0;
  });
}

/** Lists the questions that ship with the project. Gives the exit code. */
export function listQueries(): number {
  for (const { name, about, parameters } of NAMED_QUERIES) {
    const options = parameters.map((one) => `--param ${one.name}=${one.otherwise ?? "…"} (${one.about})`);
    process.stdout.write(`${name}: ${about}${options.length === 0 ? "" : `; ${options.join(", ")}`}\n`);
  }
  return 0;
}

/** The statement of a named query, or SQL itself, with the values of its parameters. @throws UsageError */
export function toStatement(text: string, given: readonly string[]): { sql: string; parameters: string[] } {
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
