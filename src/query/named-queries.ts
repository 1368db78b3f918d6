import { z } from "zod";
import { UsageError } from "../values/errors.ts";
import { didYouMean } from "../values/spelling/did-you-mean.ts";

/** For each kind of parameter: how its text is checked, its type in SQL, and what a message says is expected. */
const KINDS = {
  text: { pattern: /^/, type: "text", expects: "a text" },
  integer: { pattern: /^\d{1,9}$/, type: "integer", expects: "a whole number" },
  number: { pattern: /^\d{1,9}(\.\d{1,9})?$/, type: "numeric", expects: "a number" },
  list: { pattern: /^/, type: "text", expects: "texts with commas between" },
} as const;

const parameterSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z_]*$/),
  kind: z.enum(["text", "integer", "number", "list"]),
  /** The default value; null: the parameter is required. */
  defaultValue: z.string().nullable(),
  about: z.string().min(1),
});
type Parameter = z.infer<typeof parameterSchema>;

/** What the name of a query is made of. */
export const QUERY_NAME = /^[a-z][a-z0-9_-]*$/;

export const namedQuerySchema = z.strictObject({
  name: z.string().regex(QUERY_NAME),
  /** What the query returns, for people. */
  about: z.string().min(1),
  /** In the order of $1, $2, …; if the query can be limited, the number of rows follows the last one. */
  parameters: z.array(parameterSchema),
  sql: z.string().min(1),
  isLimited: z.boolean(),
});

/** A query that ships with the project, or one of a user. */
export type NamedQuery = z.infer<typeof namedQuerySchema>;

/** One statement with the values of $1, $2, … */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly string[];
}

const PARAMETER_LINE = /^:(\w+) (\w+)(?: = (\S+))? {2,}(.+)$/;
/** A word after a colon that is not part of a cast; or a text, a quoted name or a comment, in which there are none. */
const PLACEHOLDER =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$.*?\$\$|--[^\n]*|\/\*.*?\*\/|(?<!:):([a-z][a-z_]*)\b/gs;
/** A parameter that no header names: the maximum number of rows, so that Postgres stops early. */
const LIMIT = "limit";
const ALL_ROWS = "9223372036854775807";

/**
 * Parses the file of a query: comment lines that say what it returns and then declare its parameters
 * (`-- :days integer = 7  how many days back`), followed by the SQL, which uses them as `:days`, and `:limit` undeclared.
 * @throws z.ZodError, TypeError for a file of another form, as `describeFileProblem` explains
 */
export function parseNamedQuery(name: string, file: string): NamedQuery {
  const [, header = "", text = ""] = /^((?:--[^\n]*\n)*)(.*)$/s.exec(file) ?? [];
  const lines = header.split("\n").map((line) => line.replace(/^-- ?/, ""));
  const parameters = lines.filter((line) => line.startsWith(":")).map(readParameter);
  const about = lines.filter((line) => !line.startsWith(":")).join(" ");
  const used = [...text.matchAll(PLACEHOLDER)].flatMap(([, word]) => word ?? []);
  const query = namedQuerySchema.parse({
    ...{ name, about: about.trim(), parameters, sql: text.trim(), isLimited: used.includes(LIMIT) },
  });
  const unused = query.parameters.find((one) => !used.includes(one.name));
  if (unused !== undefined) throw new TypeError(`${name}: the SQL does not use :${unused.name}`);
  return {
    ...query,
    sql: query.sql.replace(PLACEHOLDER, (whole: string, word?: string) =>
      word === undefined ? whole : toPlaceholder(query, word),
    ),
  };
}

function readParameter(line: string) {
  const [, name, kind, defaultValue, about] = PARAMETER_LINE.exec(line) ?? [];
  return { name, kind, defaultValue: defaultValue === '""' ? "" : (defaultValue ?? null), about };
}

function toPlaceholder({ name, parameters }: NamedQuery, word: string): string {
  if (word === LIMIT) return `$${parameters.length + 1}::bigint`;
  const at = parameters.findIndex((one) => one.name === word);
  const kind = parameters[at]?.kind;
  if (kind === undefined) throw new TypeError(`${name}: the header does not name :${word}`);
  return `$${at + 1}::${KINDS[kind].type}`;
}

/**
 * Binds values to the parameters of a query by name.
 * @param mostRows the maximum number of rows; null: all
 * @throws UsageError for an unknown, missing or malformed value
 */
export function bindQuery(
  query: NamedQuery,
  values: ReadonlyMap<string, string>,
  mostRows: number | null,
): Statement {
  const { name, sql, parameters, isLimited } = query;
  const unknown = [...values.keys()].find((key) => !parameters.some((one) => one.name === key));
  if (unknown !== undefined) {
    const known = parameters.map((one) => toOption(one.name)).join(", ") || "none";
    const near = didYouMean(
      toOption(unknown),
      parameters.map((one) => toOption(one.name)),
    );
    const takes = near === "" ? "; it takes" : `${near} It takes`;
    throw new UsageError(`the query ${name} has no parameter ${toOption(unknown)}${takes}: ${known}`);
  }
  const given = parameters.map((one) => toValue(query, one, values.get(one.name) ?? one.defaultValue));
  return { sql, parameters: isLimited ? [...given, mostRows?.toString() ?? ALL_ROWS] : given };
}

function toValue(query: NamedQuery, { name, kind, about }: Parameter, value: string | null): string {
  const { pattern, expects } = KINDS[kind];
  if (value === null) throw new UsageError(`the query ${query.name} needs ${toOption(name)} … (${about})`);
  if (pattern.test(value)) return value;
  throw new UsageError(`${toOption(name)} of the query ${query.name} takes ${expects}, found ${value}`);
}

function toOption(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}

/**
 * Parses the values of parameters from the command line.
 * @param words the words after the query's name: `--title Designer` or `--title=Designer`
 * @param pairs the values of `--param`: `title=Designer`
 * @throws UsageError
 */
export function readQueryValues(
  words: readonly string[],
  pairs: readonly string[],
): ReadonlyMap<string, string> {
  const values = new Map(pairs.map(splitPair));
  for (let rest = words; rest.length > 0; ) {
    const [option = "", value, ...others] = rest;
    if (!/^--[a-z]/.test(option)) throw new UsageError(`expected --parameter value, found ${option}`);
    const isWhole = option.includes("=");
    if (!isWhole && value === undefined) throw new UsageError(`${option} needs a value`);
    const [name, text] = splitPair(isWhole ? option.slice(2) : `${option.slice(2)}=${value}`);
    values.set(name.replaceAll("-", "_"), text);
    rest = isWhole ? rest.slice(1) : others;
  }
  return values;
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf("=");
  if (at < 1) throw new UsageError(`--param takes name=value, found ${pair}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** Describes a query and its parameters, for people. */
export function describeQuery({ name, about, parameters }: NamedQuery): string {
  const rows = parameters.map(({ name: parameter, kind, defaultValue, about: meaning }) => {
    const fallback =
      defaultValue === null ? "; required" : defaultValue === "" ? "" : `; default ${defaultValue}`;
    return { option: `${toOption(parameter)} <${kind}>`, meaning: `${meaning}${fallback}` };
  });
  const width = Math.max(0, ...rows.map(({ option }) => option.length));
  const lines = rows.map(({ option, meaning }) => `  ${option.padEnd(width)}  ${meaning}\n`);
  return `${name}: ${about}\n${lines.join("")}`;
}
