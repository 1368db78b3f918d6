import { sql } from "drizzle-orm";
import { z } from "zod";
import { queueSchemaOf } from "../../../queue/queue-schema.ts";
import type { Sql } from "../../database.ts";
import { CURRENT_SCHEMA, DEFAULT_SCHEMA } from "../../namespace/store-schema.ts";
import { quoteName } from "../quote-name.ts";
import { ROLE_NAMES } from "../store-role.ts";

const OUR_ROLES = JSON.stringify(Object.values(ROLE_NAMES).flatMap(({ role, login }) => [role, login]));

const creatorRow = z.object({
  schema: z.string(),
  /** Null: everybody. */
  role: z.string().nullable(),
  /** Whether the current user may revoke it. */
  isOurs: z.boolean(),
});
type Creator = z.infer<typeof creatorRow>;
const memberRow = z.object({ role: z.string(), through: z.array(z.string()) });

/**
 * Returns the roles outside the store that may create functions in its schema or that of its queue. Statements look for functions
 * there too, and would run theirs with the rights of the owner.
 */
function readCreators(tx: Sql, schema: string): Promise<Creator[]> {
  return tx.rows(
    creatorRow,
    sql`select nspname as schema, rolname::text as role, pg_has_role(nspowner, 'usage') as "isOurs"
        from pg_namespace cross join aclexplode(nspacl) as granted left join pg_roles on pg_roles.oid = grantee
        where nspname in (${schema}, ${queueSchemaOf(schema)}) and privilege_type = 'CREATE' and grantee <> nspowner
          and rolsuper is not true and (rolname in (select jsonb_array_elements_text(${OUR_ROLES}::jsonb))) is not true
          and rolname is distinct from current_user
        group by nspname, rolname, nspowner order by nspname, rolname`,
  );
}

/** Takes the right to create from all other roles, but in `public`, which other programs use too. @throws StoreRefused */
export async function revokeCreation(tx: Sql, schema: string): Promise<void> {
  for (const creator of await readCreators(tx, schema))
    if (creator.isOurs && creator.schema !== DEFAULT_SCHEMA)
      await tx.execute(sql.raw(revokeStatement(creator)));
}

function revokeStatement({ schema, role }: Creator): string {
  return `revoke create on schema ${quoteName(schema)} from ${role === null ? "public" : quoteName(role)}`;
}

/**
 * Returns one sentence, without a full stop, for each role that has no right of its own and reaches the store's data all the same:
 * as a member of another role, or by functions that it may create in the schema. An administrator decides about them.
 */
export async function describeIndirectRights(tx: Sql, schema: string): Promise<string[]> {
  const creators = await readCreators(tx, schema);
  const members = await tx.rows(
    memberRow,
    sql`with stored as (
          select oid, relowner from pg_class where relnamespace = ${CURRENT_SCHEMA} and relname = 'profiles'
        )
        select r.rolname::text as role, array(
            select parent.rolname::text from pg_auth_members join pg_roles parent on parent.oid = roleid
            where member = r.oid and has_any_column_privilege(parent.oid, stored.oid, 'select') order by 1) as through
        from pg_roles r, stored
        where has_any_column_privilege(r.oid, stored.oid, 'select') and not r.rolsuper and r.rolname !~ '^pg_'
          and r.rolname not in (select jsonb_array_elements_text(${OUR_ROLES}::jsonb))
          and r.rolname not in (current_user, session_user) and r.oid <> stored.relowner
          and exists (select from pg_auth_members where member = r.oid)
        order by r.rolname`,
  );
  return [
    ...members
      .filter(({ through }) => through.length > 0)
      .map(({ role, through }) => `role ${role} reads the store's data as a member of ${through.join(", ")}`),
    ...creators.map(
      (creator) =>
        `${creator.role === null ? "everybody" : `role ${creator.role}`} may create functions in the schema ${creator.schema}, which ` +
        `statements of the store could run: \`${revokeStatement(creator)}\``,
    ),
  ];
}
