import { z } from "zod";
import type { RoleConnection } from "../../database/roles/connect-as.ts";
import { callableSchema, type QuerySchema, relationSchema } from "../query-schema.ts";
import { openReadSession, type Reader } from "./read-session.ts";
import { toQueryError } from "./to-query-error.ts";

/** Names of types as people write them. */
const typeOf = (type: string) => `replace(${type}, 'timestamp with time zone', 'timestamptz')`;

/** The relations on the search path of which the reader may read a column, without those of extensions. */
const RELATIONS = `
  select c.relname as name, case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
    coalesce(obj_description(c.oid, 'pg_class'), '') as about,
    (select jsonb_agg(jsonb_build_object('name', attname, 'type', ${typeOf("format_type(atttypid, atttypmod)")},
        'about', coalesce(col_description(c.oid, attnum), '')) order by attnum)
      from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
        and has_column_privilege(c.oid, attnum, 'select')) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any (current_schemas(false)) and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and has_any_column_privilege(c.oid, 'select')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by 2 desc, 1`;

const FUNCTIONS = `
  select proname as name, proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as signature,
    ${typeOf("pg_get_function_result(p.oid)")} as returns, obj_description(p.oid, 'pg_proc') as about
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = any (current_schemas(false)) and obj_description(p.oid, 'pg_proc') is not null
    and prorettype <> 'trigger'::regtype and has_function_privilege(p.oid, 'execute')
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by 1, 2`;

/** Reads what queries can name, as the role with which they run. @throws UsageError, StoreUnavailable */
export async function readQuerySchema(connection: RoleConnection, role: Reader): Promise<QuerySchema> {
  try {
    return await readAs(connection, role);
  } catch (error) {
    throw await toQueryError(error, "", () => Promise.reject(error));
  }
}

async function readAs(connection: RoleConnection, role: Reader): Promise<QuerySchema> {
  const { client, close } = await openReadSession(connection, role);
  try {
    const { rows: relations } = await client.query(RELATIONS);
    const { rows: functions } = await client.query(FUNCTIONS);
    return {
      relations: z.array(relationSchema).parse(relations),
      functions: z.array(callableSchema).parse(functions),
    };
  } finally {
    await close();
  }
}
