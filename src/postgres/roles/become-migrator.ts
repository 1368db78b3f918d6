import { sql } from "drizzle-orm";
import { z } from "zod";
import { ROLE_NAMES } from "../../domain/store-role.ts";
import type { Sql } from "../database.ts";

const { role: MIGRATOR } = ROLE_NAMES.migrator;
const migratorRow = z.object({ owns: z.boolean() });

/**
 * Until the end of the transaction what is made belongs to the migrator, so that each of its logins can change it: if the
 * role exists, we are one of its members, it may work in this database, and the store is new or its own.
 */
export async function becomeMigrator(tx: Sql): Promise<void> {
  const { owns } = await tx.row(
    migratorRow,
    sql`select exists (select from pg_roles where rolname = ${MIGRATOR} and pg_has_role(oid, 'usage')
          and has_database_privilege(oid, current_database(), 'create') and has_schema_privilege(oid, 'public', 'create')
          and oid = coalesce((select relowner from pg_class where oid = to_regclass('public.profiles')), oid)) as owns`,
  );
  if (owns) await tx.execute(sql`select set_config('role', ${MIGRATOR}, true)`);
}
