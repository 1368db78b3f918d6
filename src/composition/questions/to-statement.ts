import { createHash } from "node:crypto";
import { bindQuery, type Statement } from "../../query/named-queries.ts";
import { readQueries } from "../../query/store/read-named-queries.ts";
import { UsageError } from "../../values/errors.ts";

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

/** The error for a name that no query has. */
export function noSuchQuery(name: string): UsageError {
  return new UsageError(
    `there is no query ${name}: \`sourcing queries\` lists those there are; or write SQL`,
  );
}

/** The name of a query, or which SQL it was: its text may name people, who may ask to be forgotten. */
export function toSubject(text: string): string {
  const name = text.trim();
  return isQueryName(name) ? name : `SQL ${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
}

function isQueryName(text: string): boolean {
  return /^[a-z][a-z-]*$/.test(text);
}
