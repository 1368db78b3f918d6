import type pg from "pg";
import { ROLE_NAMES } from "./store-role.ts";

const { role: MIGRATOR } = ROLE_NAMES.migrator;

/**
 * From now on what is made on this connection belongs to the migrator, so that each of its logins can change it: if the
 * role exists, we are one of its members, it may work in this database, and the store is new or its own.
 */
export async function setMigratorRole(client: pg.ClientBase): Promise<void> {
  await client.query(
    `select set_config('role', rolname, false) from pg_roles where rolname = $1 and pg_has_role(oid, 'usage')
       and has_database_privilege(oid, current_database(), 'create') and has_schema_privilege(oid, 'public', 'create')
       and oid = coalesce((select relowner from pg_class where oid = to_regclass('public.profiles')), oid)`,
    [MIGRATOR],
  );
}
