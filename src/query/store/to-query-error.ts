import pg from "pg";
import { INSUFFICIENT_PRIVILEGE } from "../../database/sql-errors.ts";
import { SourcingError, StoreUnavailable, UsageError } from "../../values/errors.ts";

const READ_ONLY = "25006";
/** Classes of SQLSTATE that say nothing about the statement: connection, resources, shutdown, system. */
const NOT_OF_THE_STATEMENT = /^(?:08|53|57P|58)/;

/** What the reader may not read whole, and how to go on. */
const HINTS: Readonly<Record<string, string>> = {
  contacts: "contacts are read with --contacts",
  profile_versions: "its column raw is not for queries: name the others",
  rejected_profiles: "its column raw is not for queries: name the others",
  ledger_state: "its column pepper_check is not for queries: name the others",
};

/**
 * What to tell whoever wrote the SQL. The words of the database are passed on: they are needed, and go nowhere else.
 */
export function toQueryError(error: unknown, statement: string): Error {
  if (error instanceof SourcingError) return error;
  if (!(error instanceof pg.DatabaseError))
    return new StoreUnavailable("the database went away during the query");
  const code = error.code ?? "";
  if (NOT_OF_THE_STATEMENT.test(code))
    return new StoreUnavailable(`the database could not finish the query (${code})`);
  // It may quote stored text, which must not move the cursor of a terminal.
  const message = error.message.replace(/\p{Cc}+/gu, " ");
  if (code === READ_ONLY) return new UsageError(`\`sourcing query\` only reads: ${message}`);
  if (code === INSUFFICIENT_PRIVILEGE)
    return new UsageError(`\`sourcing query\` only reads: ${message}${hintFor(message)}`);
  const place = error.position === undefined ? "" : ` (${placeOf(statement, Number(error.position))})`;
  const hint = error.hint === undefined ? "" : `; ${error.hint}`;
  return new UsageError(`${message}${place}${hint}`);
}

function hintFor(message: string): string {
  const relation = /^permission denied for (?:table|view) (\S+)$/.exec(message)?.[1];
  const hint = relation === undefined ? undefined : HINTS[relation];
  return hint === undefined ? "" : `; ${hint}`;
}

/** @param position in characters, from 1; a character outside the basic plane is one of them */
function placeOf(statement: string, position: number): string {
  const before = [...statement]
    .slice(0, position - 1)
    .join("")
    .split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
