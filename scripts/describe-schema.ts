import type { Pool } from "pg";
import { FUNCTIONS as STORE_FUNCTIONS } from "../src/database/roles/function-rights.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly comment: string;
}

interface Relation {
  readonly name: string;
  readonly kind: "r" | "v";
  readonly comment: string;
  readonly columns: readonly Column[];
  /** Columns of the primary key; none for a view. */
  readonly key: readonly string[];
}

interface Reference {
  readonly child: string;
  readonly column: string;
  readonly parent: string;
  readonly nullable: boolean;
  /** Whether a row is referred to once at most. */
  readonly once: boolean;
}

interface Callable {
  readonly signature: string;
  readonly result: string;
  readonly comment: string;
}

const RELATIONS = `
  select relname as name, relkind as kind, coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
    (select json_agg(json_build_object('name', attname,
        'type', replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz'),
        'nullable', not attnotnull, 'comment', coalesce(col_description(c.oid, attnum), '')) order by attnum)
      from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
    array(select attname::text from pg_constraint k, unnest(conkey) with ordinality as part(number, place)
      join pg_attribute on attrelid = c.oid and attnum = number
      where conrelid = c.oid and contype = 'p' and attrelid = k.conrelid order by place) as key
  from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by relname`;

const REFERENCES = `
  select child.relname as child, attname as column, parent.relname as parent, not attnotnull as nullable,
    exists (select from pg_index where indrelid = child.oid and indisunique and indpred is null and indkey[0] = attnum
      and indnkeyatts = 1) as once
  from pg_constraint k join pg_class child on child.oid = conrelid join pg_class parent on parent.oid = confrelid
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
  where contype = 'f' and child.relnamespace = 'public'::regnamespace order by child.relname, attname`;

/** Those that people may call: not triggers, nor what came with an extension. */
const FUNCTIONS = `
  select proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as signature,
    pg_get_function_result(p.oid) as result, obj_description(p.oid, 'pg_proc') as comment
  from pg_proc p where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype
    and obj_description(p.oid, 'pg_proc') is not null
    and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
  order by proname`;

/** The whole of docs/schema.md, from the catalog of a database that is up to date. */
export async function describeSchema(pool: Pool): Promise<string> {
  const { rows: relations } = await pool.query<Relation>(RELATIONS);
  const { rows: references } = await pool.query<Reference>(REFERENCES);
  const { rows: functions } = await pool.query<Callable>(FUNCTIONS);
  const views = relations.filter(({ kind }) => kind === "v");
  const tables = relations.filter(({ kind }) => kind === "r");
  return [
    INTRODUCTION,
    "## Views\n",
    ...views.map(describeRelation),
    "## Functions\n",
    functions.map(describeFunction).join(""),
    "## How the tables hang together\n",
    drawRelations(tables, references),
    "## Tables\n",
    ...tables.map(describeRelation),
    grantRecipe(views.map(({ name }) => name)),
  ].join("\n");
}

const INTRODUCTION = `# The database

Written by \`npm run docs:schema\` from the comments in the database; a test compares the two. For people who write SQL: begin
with the views, above all \`candidates\`. The tables are what the pipeline writes; they may change between versions, views stay.
`;

function describeRelation({ name, comment, columns, key, kind }: Relation): string {
  const rows = columns.map((column) => [
    `\`${column.name}\``,
    `${column.type}${key.includes(column.name) ? ", key" : ""}${kind === "r" && column.nullable ? ", null" : ""}`,
    column.comment,
  ]);
  return `### ${name}\n\n${comment}\n\n${toTable(["column", "type", "holds"], rows)}`;
}

function describeFunction({ signature, result, comment }: Callable): string {
  return `- \`${signature}\` → ${result}. ${comment}\n`;
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}

/** Tables with their keys, and what refers to what. */
function drawRelations(tables: readonly Relation[], references: readonly Reference[]): string {
  const drawn = tables.filter(({ name }) =>
    references.some(({ child, parent }) => child === name || parent === name),
  );
  const boxes = drawn.flatMap(({ name, columns, key }) => {
    const refers = references.filter(({ child }) => child === name).map(({ column }) => column);
    const shown = columns.filter((column) => key.includes(column.name) || refers.includes(column.name));
    const mark = (column: string) =>
      [key.includes(column) ? "PK" : "", refers.includes(column) ? "FK" : ""].filter(Boolean).join(", ");
    return [`  ${name} {`, ...shown.map((one) => `    ${one.type} ${one.name} ${mark(one.name)}`), "  }"];
  });
  const lines = references.map(
    ({ parent, child, column, nullable, once }) =>
      `  ${parent} ${nullable ? "|o" : "||"}--${once ? "o|" : "o{"} ${child} : ${column}`,
  );
  return `\`\`\`mermaid\nerDiagram\n${[...boxes, ...lines].join("\n")}\n\`\`\`\n`;
}

function grantRecipe(views: readonly string[]): string {
  return `## A user for reports

For Metabase and the like: a user who reads every view and no table, so neither addresses and numbers nor raw answers. Run it
as the owner of the tables. Run its last two statements again after each \`sourcing db migrate\`, which takes every right to the
store from roles outside it, and which may bring new views. For a store in a schema of its own, write that in the place of
\`public\`, and add \`alter role reports set search_path = recruiting\`.

\`\`\`sql
create role reports login password '…';
alter role reports set default_transaction_read_only = on;
alter role reports set statement_timeout = '30s';
grant connect on database sourcing to reports;
grant usage on schema public to reports;
grant execute on function ${[...STORE_FUNCTIONS].join(", ")} to reports;
grant select on ${views.join(", ")} to reports;
\`\`\`
`;
}
