import type { QuerySchema, Relation } from "../../query/query-schema.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { didYouMean } from "../../values/spelling/did-you-mean.ts";
import { withApp } from "../command/with-app.ts";
import { renderTerms, type Term } from "../screen/render-terms.ts";
import { screenWidth } from "../screen/screen-width.ts";

export interface SchemaOptions {
  readonly json?: boolean;
  /** Also what only `query --contacts` reads. */
  readonly contacts?: boolean;
}

/** Lists what queries can name, or all of one view, table or function. @throws UsageError if there is none of that name */
export async function showSchema(name: string | undefined, options: SchemaOptions): Promise<void> {
  const all = await withApp(({ people }) => people.schema(options.contacts === true));
  const schema = name === undefined ? all : pick(all, name.trim().toLowerCase());
  const width = screenWidth();
  process.stdout.write(
    options.json === true ? `${toPrintableJson(schema)}\n` : renderSchema(schema, name !== undefined, width),
  );
}

function pick(all: QuerySchema, name: string): QuerySchema {
  const isMeant = (one: { readonly name: string }) => one.name === name;
  const relations = all.relations.filter(isMeant);
  const functions = all.functions.filter(isMeant);
  if (relations.length + functions.length > 0) return { relations, functions };
  const names = [...all.relations, ...all.functions].map((one) => one.name);
  const near = didYouMean(name, names);
  throw new UsageError(
    `there is no view, table or function ${name} that queries may read${near}; \`sourcing schema\` lists them`,
  );
}

/** @param isWhole whether columns are listed too @param width columns of the terminal */
export function renderSchema({ relations, functions }: QuerySchema, isWhole: boolean, width: number): string {
  const callables = functions.map(({ signature, returns, about }) => ({
    term: `${signature} → ${returns}`,
    meaning: about,
  }));
  if (isWhole)
    return [
      ...relations.map((relation) => renderRelation(relation, width)),
      ...(callables.length > 0 ? [renderTerms(callables, width)] : []),
    ].join("\n");
  const ofKind = (kind: Relation["kind"]): Term[] =>
    relations.filter((one) => one.kind === kind).map(({ name, about }) => ({ term: name, meaning: about }));
  return [
    `Views:\n${renderTerms(ofKind("view"), width)}`,
    `Tables, which may change between versions:\n${renderTerms(ofKind("table"), width)}`,
    `Functions:\n${renderTerms(callables, width)}`,
    "`sourcing schema VIEW` lists the columns of one.\n",
  ].join("\n");
}

function renderRelation({ name, kind, about, columns }: Relation, width: number): string {
  const gap = Math.max(0, ...columns.map((column) => column.name.length));
  const terms = columns.map((column) => ({
    term: `${column.name.padEnd(gap)}  ${column.type}`,
    meaning: column.about,
  }));
  return `${renderTerms([{ term: `${name} (${kind})`, meaning: about }], width)}${renderTerms(terms, width)}`;
}
