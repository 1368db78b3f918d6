import pg from "pg";
import { INSUFFICIENT_PRIVILEGE } from "../../database/sql-errors.ts";
import { SourcingError, StoreUnavailable, UsageError } from "../../values/errors.ts";
import type { QuerySchema } from "../query-schema.ts";
import { findUnknownName, suggestName } from "../suggest-names.ts";

const READ_ONLY = "25006";
/** Classes of SQLSTATE that do not depend on the statement: connection, resources, shutdown, system. */
const SERVER_TROUBLE = /^(?:08|53|57P|58)/;

/** Relations that the reader may not read completely, with what to do instead. */
const HINTS: Readonly<Record<string, string>> = {
  contacts: "contacts are read with --contacts",
  profile_versions: "its columns raw and hash are not for queries: name the others",
  rejected_profiles: "its column raw is not for queries: name the others",
  ledger_state: "its column pepper_check is not for queries: name the others",
};

/**
 * Explains an error to the author of the SQL. The message of the database is passed on, only to the screen.
 * @param readSchema reads what queries can name, once it is known that the statement names something else
 */
export async function toQueryError(
  error: unknown,
  statement: string,
  readSchema: () => Promise<QuerySchema>,
): Promise<Error> {
  if (error instanceof SourcingError) return error;
  if (!(error instanceof pg.DatabaseError))
    return new StoreUnavailable("the database went away during the query");
  const code = error.code ?? "";
  if (SERVER_TROUBLE.test(code))
    return new StoreUnavailable(`the database could not finish the query (${code})`);
  // The message may quote stored text, whose control characters must not reach a terminal.
  const message = error.message.replace(/\p{Cc}+/gu, " ");
  if (code === READ_ONLY) return new UsageError(`\`sourcing query\` only reads: ${message}`);
  if (code === INSUFFICIENT_PRIVILEGE)
    return new UsageError(`\`sourcing query\` only reads: ${message}${hintFor(message)}`);
  const place = error.position === undefined ? "" : ` (${positionOf(statement, Number(error.position))})`;
  const hint = await suggest(error, statement, readSchema);
  return new UsageError(`${message}${place}${hint.replace(/\p{Cc}+/gu, " ")}`);
}

/** The hint of the database, where we know nothing better. */
async function suggest(
  { code = "", position, hint }: pg.DatabaseError,
  statement: string,
  readSchema: () => Promise<QuerySchema>,
): Promise<string> {
  const own = hint === undefined ? "" : `; ${hint}`;
  const unknown = position === undefined ? null : findUnknownName(code, statement, Number(position));
  if (unknown === null || (unknown.kind === "relation" && hint !== undefined)) return own;
  const schema = await readSchema().catch(() => null);
  return (schema === null ? "" : suggestName(unknown, statement, schema)) || own;
}

function hintFor(message: string): string {
  const relation = /^permission denied for (?:table|view) (\S+)$/.exec(message)?.[1];
  const hint = relation === undefined ? undefined : HINTS[relation];
  return hint === undefined ? "" : `; ${hint}`;
}

/** Line and column of a position. @param position in characters (code points), from 1 */
function positionOf(statement: string, position: number): string {
  const before = [...statement]
    .slice(0, position - 1)
    .join("")
    .split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
