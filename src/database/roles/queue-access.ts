import { sql } from "drizzle-orm";
import { z } from "zod";
import { queueSchemaOf } from "../../queue/queue-schema.ts";
import { UsageError } from "../../values/errors.ts";
import type { Database } from "../database.ts";
import { ROLE_NAMES } from "./store-role.ts";

const accessRow = z.object({
  user: z.string(),
  owner: z.string().nullable(),
  owns: z.boolean(),
  uses: z.boolean(),
  mayMake: z.boolean(),
  isMigrator: z.boolean(),
});

export interface QueueAccess {
  /** Whether we may make the queue's tables and bring them up to date. */
  readonly migrate: boolean;
  /** Who they belong to, where that is not the user. */
  readonly role: string | null;
}

/** What we may do about the queue in Postgres. @throws UsageError where it is not there and not for us to make */
export async function readQueueAccess(db: Database): Promise<QueueAccess> {
  const { role: migrator } = ROLE_NAMES.migrator;
  const { user, owner, owns, uses, mayMake, isMigrator } = await db.row(
    accessRow,
    sql`select current_user as user, pg_get_userbyid(queue.nspowner)::text as owner,
          coalesce(pg_has_role(queue.nspowner, 'usage'), false) as owns,
          coalesce(has_schema_privilege(queue.oid, 'usage'), false) as uses,
          has_database_privilege(current_database(), 'create') as "mayMake",
          exists (select from pg_roles where rolname = ${migrator} and pg_has_role(oid, 'usage')
            and has_database_privilege(oid, current_database(), 'create')) as "isMigrator"
        from (select) as one left join pg_namespace queue on queue.nspname = ${queueSchemaOf(db.schema)}`,
  );
  const toRole = (name: string) => (name === user ? null : name);
  if (owner === null && mayMake) return { migrate: true, role: isMigrator ? toRole(migrator) : null };
  if (owner !== null && owns) return { migrate: true, role: toRole(owner) };
  if (uses) return { migrate: false, role: null };
  throw new UsageError(
    `"${user}" may not use the queue in Postgres: have the owner of the tables run \`sourcing db migrate\`, or set REDIS_URL`,
  );
}
