import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../database.ts";
import { CURRENT_SCHEMA } from "../namespace/store-schema.ts";
import { FUNCTIONS } from "./function-rights.ts";
import { ROLE_NAMES } from "./store-role.ts";
import { type GrantedRole, mayUse, PRIVILEGES, type Privilege, TABLE_RIGHTS, VIEWS } from "./table-rights.ts";

const OURS = JSON.stringify([...Object.keys(TABLE_RIGHTS), ...VIEWS]);

const columnRow = z.object({ relation: z.string(), column: z.string() });
type Column = z.infer<typeof columnRow>;
const heldRow = columnRow.extend({ held: z.array(z.enum(PRIVILEGES)) });

/** All columns of our tables and views that this user may grant, in order. */
export async function readColumns(tx: Sql): Promise<Column[]> {
  return tx.rows(
    columnRow,
    sql`select relation, "column" from (${columnsOfOurs()}) as ours
        where pg_has_role(owner, 'usage') order by relation, place`,
  );
}

function columnsOfOurs() {
  return sql`select c.oid, c.relowner as owner, c.relname as relation, a.attname as "column", a.attnum as place
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = ${CURRENT_SCHEMA} and c.relkind in ('r', 'v', 'p', 'm')
      and c.relname in (select jsonb_array_elements_text(${OURS}::jsonb))`;
}

const functionRow = z.object({ signature: z.string(), may: z.boolean() });

/** Returns the signatures of those of our functions that are the user's to grant. */
export async function readFunctions(tx: Sql): Promise<string[]> {
  const rows = await tx.rows(
    functionRow,
    sql`select signature, true as may from (${functionsOfOurs()}) as ours
        where pg_has_role(owner, 'usage') order by signature`,
  );
  return rows.map(({ signature }) => signature);
}

function functionsOfOurs() {
  return sql`select oid, oid::regprocedure::text as signature, proowner as owner from pg_proc
    where pronamespace = ${CURRENT_SCHEMA}
      and proname in (select jsonb_array_elements_text(${JSON.stringify([...FUNCTIONS])}::jsonb))`;
}

export interface Differences {
  /** Rights that the role should have and has not, such as `select profiles.headline`. */
  readonly missing: readonly string[];
  /** Rights that the role has and should not have. */
  readonly extra: readonly string[];
}

/** Compares the rights of a role, which must exist, with those that it should have. */
export async function compareRights(tx: Sql, role: GrantedRole): Promise<Differences> {
  const name = ROLE_NAMES[role].role;
  const rows = await tx.rows(
    heldRow,
    sql`select relation, "column", array(
          select privilege from unnest(array['select', 'insert', 'update']) as privilege
          where has_column_privilege(${name}, ours.oid, ours.place, privilege)
          union all select 'delete' where has_table_privilege(${name}, ours.oid, 'delete')) as held
        from (${columnsOfOurs()}) as ours`,
  );
  const missing: string[] = [];
  const extra: string[] = [];
  for (const { held, ...column } of rows) {
    for (const privilege of PRIVILEGES) {
      const [is, should] = [held.includes(privilege), mayUse(role, privilege, column)];
      if (is !== should) (is ? extra : missing).push(describe(privilege, column));
    }
  }
  const functions = await tx.rows(
    functionRow,
    sql`select signature, has_function_privilege(${name}, oid, 'execute') as may from (${functionsOfOurs()}) as ours`,
  );
  missing.push(...functions.filter(({ may }) => !may).map(({ signature }) => `execute ${signature}`));
  return { missing: [...new Set(missing)], extra: [...new Set(extra)] };
}

function describe(privilege: Privilege, { relation, column }: Column): string {
  return privilege === "delete" ? `${privilege} ${relation}` : `${privilege} ${relation}.${column}`;
}
