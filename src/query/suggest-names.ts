import { didYouMean } from "../values/spelling/did-you-mean.ts";
import type { QuerySchema } from "./query-schema.ts";

const UNDEFINED_COLUMN = "42703";
const UNDEFINED_FUNCTION = "42883";
const UNDEFINED_TABLE = "42P01";

/** A name in a statement that stands for nothing. */
export interface UnknownName {
  readonly kind: "relation" | "column" | "function";
  /** As Postgres reads it: in small letters unless it stands in double quotes. */
  readonly name: string;
  readonly isQuoted: boolean;
}

const IDENTIFIER = String.raw`"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*`;
const QUALIFIED = new RegExp(String.raw`^(?:${IDENTIFIER})(?:\s*\.\s*(?:${IDENTIFIER}))*`, "u");
const LAST_PART = new RegExp(`(?:${IDENTIFIER})$`, "u");

/**
 * Finds the name at which an error of Postgres points, whose message may be in any language; null: it points at none.
 * @param position in characters (code points), from 1
 */
export function findUnknownName(code: string, statement: string, position: number): UnknownName | null {
  const kind = KINDS.get(code);
  const rest = [...statement].slice(position - 1).join("");
  const written = LAST_PART.exec(QUALIFIED.exec(rest)?.[0] ?? "")?.[0];
  if (kind === undefined || written === undefined) return null;
  const isQuoted = written.startsWith('"');
  const name = isQuoted ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
  return { kind, name, isQuoted };
}

const KINDS: ReadonlyMap<string, UnknownName["kind"]> = new Map([
  [UNDEFINED_TABLE, "relation"],
  [UNDEFINED_COLUMN, "column"],
  [UNDEFINED_FUNCTION, "function"],
]);

/** Says what the author of a statement most likely meant by a name, or where names are listed; begins with a semicolon. */
export function suggestName(unknown: UnknownName, statement: string, schema: QuerySchema): string {
  if (unknown.kind === "relation") return suggestRelation(unknown.name, schema);
  return unknown.kind === "column"
    ? suggestColumn(unknown, statement, schema)
    : suggestFunction(unknown.name, schema);
}

function suggestRelation(name: string, { relations }: QuerySchema): string {
  const near = didYouMean(
    name,
    relations.map((relation) => relation.name),
  );
  return near === "" ? "; `sourcing schema` lists what there is" : near;
}

/** Columns of the relations that the statement names are meant; of all where it names none. */
function suggestColumn(
  { name, isQuoted }: UnknownName,
  statement: string,
  { relations }: QuerySchema,
): string {
  const words = new Set(statement.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu));
  const named = relations.filter((relation) => words.has(relation.name));
  const near = didYouMean(
    name,
    (named.length > 0 ? named : relations).flatMap(({ columns }) => columns.map((column) => column.name)),
  );
  if (near !== "") return near;
  if (isQuoted) return `; a text stands in single quotes: '${name.replaceAll("'", "''")}'`;
  const lists = named.map((relation) => `\`sourcing schema ${relation.name}\``).join(", ");
  return lists === "" ? "" : `; ${lists} lists the columns`;
}

/** A function that is there was called with other parameters than it takes. */
function suggestFunction(name: string, { functions }: QuerySchema): string {
  const own = functions.filter((one) => one.name === name);
  if (own.length > 0)
    return `; it is ${own.map(({ signature, about }) => `${signature}: ${about}`).join("; or ")}`;
  return didYouMean(
    name,
    functions.map((one) => one.name),
  );
}
