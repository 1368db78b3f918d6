import { sql } from "drizzle-orm";
import { z } from "zod";
import { queueSchemaOf } from "../../../queue/queue-schema.ts";
import type { Sql } from "../../database.ts";
import { CURRENT_SCHEMA, migrationsTable } from "../../namespace/store-schema.ts";
import { FUNCTIONS } from "../function-rights.ts";
import { quoteName } from "../quote-name.ts";
import { ROLE_NAMES } from "../store-role.ts";
import { TABLE_RIGHTS, VIEWS } from "../table-rights.ts";

const RELATION_NAMES = JSON.stringify([...Object.keys(TABLE_RIGHTS), ...VIEWS]);
const FUNCTION_NAMES = JSON.stringify([...FUNCTIONS]);
const OUR_ROLES = JSON.stringify(Object.values(ROLE_NAMES).flatMap(({ role, login }) => [role, login]));

const rightRow = z.object({
  kind: z.enum(["table", "sequence", "routine"]),
  /** Qualified and quoted where necessary. */
  name: z.string(),
  /** Null: everybody, which Postgres calls PUBLIC. */
  role: z.string().nullable(),
  privileges: z.array(z.string()),
  /** Whether the current user may revoke it. */
  isOurs: z.boolean(),
});
type ForeignRight = z.infer<typeof rightRow>;

/**
 * Returns the rights to the store's tables, views, sequences and functions, and to those of its queue, that roles hold which
 * are neither their owner, nor one of the store's roles, nor a superuser. Servers give such rights by default privileges.
 */
export async function readForeignRights(tx: Sql, schema: string): Promise<ForeignRight[]> {
  return tx.rows(
    rightRow,
    sql`with names as (
          select array(select jsonb_array_elements_text(${RELATION_NAMES}::jsonb)) as relations,
            array(select jsonb_array_elements_text(${FUNCTION_NAMES}::jsonb)) as functions,
            array(select jsonb_array_elements_text(${OUR_ROLES}::jsonb)) as roles
        ), tables as (
          select c.oid from pg_class c, names
          where c.relnamespace = ${CURRENT_SCHEMA} and c.relname = any (names.relations) or c.oid = to_regclass(${migrationsTable(schema)})
        ), relations as (
          select c.* from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'S') and (
            c.relnamespace in (select oid from pg_namespace where nspname = ${queueSchemaOf(schema)})
            or c.oid in (select oid from tables) or exists (
              select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                and d.deptype in ('a', 'i') and d.refobjid in (select oid from tables)))
        ), rights as (
          select case relkind when 'S' then 'sequence' else 'table' end as kind, r.oid::regclass::text as name,
            relowner as owner, granted.grantee, granted.privilege_type as privilege
          from relations r, aclexplode(r.relacl) as granted
          union all
          select 'table', r.oid::regclass::text, relowner, granted.grantee, granted.privilege_type
          from relations r join pg_attribute a on a.attrelid = r.oid, aclexplode(a.attacl) as granted
          union all
          select 'routine', p.oid::regprocedure::text, proowner, granted.grantee, granted.privilege_type
          from names, pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) as granted
          where pronamespace = (select oid from pg_namespace where nspname = ${queueSchemaOf(schema)})
            or pronamespace = ${CURRENT_SCHEMA} and proname = any (names.functions)
        )
        select kind, name, rolname::text as role, array_agg(distinct lower(privilege collate "C")) as privileges,
          bool_and(pg_has_role(owner, 'usage')) as "isOurs"
        from names, rights left join pg_roles on pg_roles.oid = grantee
        where grantee <> owner and rolsuper is not true and (rolname = any (names.roles)) is not true
        group by kind, name, rolname order by kind, name, rolname`,
  );
}

/** Takes from all other roles what they may do with the store, if it is the current user's to take. @throws StoreRefused */
export async function revokeForeignRights(tx: Sql, schema: string): Promise<void> {
  const rights = (await readForeignRights(tx, schema)).filter(({ isOurs }) => isOurs);
  for (const { kind, name, role } of rights) {
    const from = role === null ? "public" : quoteName(role);
    await tx.execute(sql.raw(`revoke all on ${kind} ${name} from ${from} cascade`));
  }
}

/** Returns one line for each other role that has a right to the store's data; empty: there are none. */
export async function describeForeignRights(tx: Sql, schema: string): Promise<string[]> {
  const rights = await readForeignRights(tx, schema);
  // To execute the store's functions needs rights to its tables too, and gives none.
  const risky = rights.filter(({ kind, role }) => kind !== "routine" || role !== null);
  const roles = [...new Set(risky.map(({ role }) => role))];
  const lines = roles.map((role) => {
    const own = risky.filter((right) => right.role === role);
    const privileges = [...new Set(own.flatMap((right) => right.privileges))].sort().join(", ");
    return `${role === null ? "everybody" : `role ${role}`}: ${privileges} on ${own.length} of its tables, views, sequences and functions`;
  });
  return lines.sort();
}
