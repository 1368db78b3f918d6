import type pg from "pg";
import { ROLE_NAMES } from "./store-role.ts";

const { role: MIGRATOR } = ROLE_NAMES.migrator;

/**
 * Sets the role of the connection to the migrator, so that new objects belong to it and all of its logins can change them. Does
 * nothing unless the role exists, this user is a member, it may create in this database, and the store is new or its own.
 */
export async function setMigratorRole(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query(
    `select set_config('role', rolname, false) from pg_roles where rolname = $1 and pg_has_role(oid, 'usage')
       and has_database_privilege(oid, current_database(), 'create')
       and coalesce((select has_schema_privilege(pg_roles.oid, nspname, 'create') from pg_namespace where nspname = $2), true)
       and oid = coalesce((select relowner from pg_class join pg_namespace on pg_namespace.oid = relnamespace
         where nspname = $2 and relname = 'profiles'), oid)`,
    [MIGRATOR, schema],
  );
}
