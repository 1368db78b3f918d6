import { sql } from "drizzle-orm";
import { z } from "zod";
import { UsageError } from "../../values/errors.ts";
import type { Sql } from "../database.ts";
import { applyMigrations } from "../namespace/apply-migrations.ts";
import { readMigrations } from "../namespace/known-migrations.ts";
import { CURRENT_SCHEMA, MIGRATIONS_TABLE, migrationsTable } from "../namespace/store-schema.ts";
import { revokeForeignRights } from "../roles/foreign/foreign-rights.ts";
import { FUNCTIONS } from "../roles/function-rights.ts";
import { setMigratorRole } from "../roles/set-migrator-role.ts";
import { TABLE_RIGHTS, VIEWS } from "../roles/table-rights.ts";
import type { Connection } from "./connection.ts";

const OURS = JSON.stringify([...Object.keys(TABLE_RIGHTS), ...VIEWS]);

const objectRow = z.object({ statement: z.string() });
const otherRow = z.object({ name: z.string() });

/**
 * Makes the store anew, without rows, with the schema that a dump had. Returns false and does nothing if it is the newest one.
 * @param hashes of the migrations of the dump
 * @throws UsageError if the dump is of a newer or of another version, or if the schema holds something that is not the store's
 */
export async function rebuildSchema(
  { client, schema, sql: db }: Connection,
  hashes: readonly string[],
): Promise<boolean> {
  const known = readMigrations(schema);
  assertKnown(
    hashes,
    known.map(({ hash }) => hash),
  );
  if (hashes.length === known.length) return false;
  await refuseOthers(db, hashes.length, known.length);
  await setMigratorRole(client, schema);
  const objects = await db.rows(
    objectRow,
    sql`select format('drop table if exists %s cascade', oid::regclass) as statement from pg_class
          where relnamespace = ${CURRENT_SCHEMA} and relkind in ('r', 'p') and relname <> ${MIGRATIONS_TABLE}
        union all select format('drop function if exists %s cascade', oid::regprocedure) from pg_proc
          where pronamespace = ${CURRENT_SCHEMA}
            and proname in (select jsonb_array_elements_text(${JSON.stringify([...FUNCTIONS])}::jsonb))`,
  );
  for (const { statement } of objects) await db.execute(sql.raw(statement));
  await db.execute(sql`delete from ${sql.raw(migrationsTable(schema))}`);
  await applyMigrations(db, schema, known.slice(0, hashes.length));
  const seeded = Object.keys(TABLE_RIGHTS).filter((name) => name !== "role_secrets");
  for (const name of seeded)
    await db.execute(
      sql.raw(
        `do $$ begin if to_regclass('${name}') is not null then alter table ${name} disable trigger user; truncate ${name} cascade; alter table ${name} enable trigger user; end if; end $$`,
      ),
    );
  await revokeForeignRights(db, schema);
  return true;
}

/** Throws unless the dump has the first of the known migrations, or all of them. @throws UsageError */
export function assertKnown(hashes: readonly string[], known: readonly string[]): void {
  if (hashes.length > known.length)
    throw new UsageError(
      `the dump is of a newer version of sourcing (${hashes.length} migrations, known here ${known.length}): restore it with that one`,
    );
  const odd = hashes.findIndex((hash, index) => hash !== known[index]);
  if (odd === -1 && hashes.length > 0) return;
  throw new UsageError(
    `the dump is of another version of sourcing (its migration ${odd + 1} is not known here): restore it with the one that wrote it`,
  );
}

async function refuseOthers(db: Sql, dumped: number, known: number): Promise<void> {
  const others = await db.rows(
    otherRow,
    sql`select relname::text as name from pg_class where relnamespace = ${CURRENT_SCHEMA} and relkind in ('r', 'p', 'v', 'm', 'f')
          and relname <> ${MIGRATIONS_TABLE}
          and relname not in (select jsonb_array_elements_text(${OURS}::jsonb))
          and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
        order by 1`,
  );
  if (others.length === 0) return;
  const names = others.map(({ name }) => name).join(", ");
  throw new UsageError(
    `the dump is of an older version of sourcing (${dumped} of ${known} migrations), for which the store is made anew, and this ` +
      `database holds more than the store (${names}): restore into an empty database`,
  );
}
