import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreRefused, UsageError } from "../../domain/errors.ts";
import type { Database } from "../database.ts";

/** The role that people's SQL runs as. It logs in by itself: a role that is only put on can be taken off again. */
const READER = "sourcing_reader";
const INSUFFICIENT_PRIVILEGE = "42501";
/** Roles belong to the whole server: two databases that make the same one at once get in each other's way. */
const IN_EACH_OTHERS_WAY = new Set(["XX000", "23505", "42710"]);

const readyRow = z.object({ ready: z.boolean() });
const nameRow = z.object({ database: z.string() });

/**
 * The address under which the reader logs in.
 * @param secret what its password is made of: the same for everybody who may use the database, unknown to others
 */
export function readerUrl(url: string, secret: string): string {
  const login = new URL(url);
  login.username = READER;
  login.password = passwordOf(secret);
  return login.href;
}

function passwordOf(secret: string): string {
  return createHmac("sha256", secret).update(READER).digest("hex");
}

/** Whether the reader is there and may read every table and view. */
export async function isReaderReady(db: Database): Promise<boolean> {
  const { ready } = await db.row(
    readyRow,
    sql`select case when exists (select from pg_roles where rolname = ${READER}) then not exists (
          select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
            and not has_table_privilege(${READER}, oid, 'select')) else false end as ready`,
  );
  return ready;
}

/**
 * Makes the reader, who may log in and read everything in `public`, and nothing else.
 * @throws UsageError where we may not make roles
 */
export async function prepareReader(db: Database, secret: string, attempts = 5): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      const { database } = await tx.row(nameRow, sql`select current_database() as database`);
      for (const statement of grants(database, passwordOf(secret))) await tx.execute(sql.raw(statement));
    });
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    if (error.code === INSUFFICIENT_PRIVILEGE) throw mayNotMakeRoles();
    if (!IN_EACH_OTHERS_WAY.has(error.code) || attempts === 1) throw error;
    await prepareReader(db, secret, attempts - 1);
  }
}

function grants(database: string, password: string): string[] {
  const name = `"${database.replaceAll('"', '""')}"`;
  return [
    `do $$ begin
       if not exists (select from pg_roles where rolname = '${READER}') then create role ${READER} login; end if;
     end $$`,
    `alter role ${READER} with login nosuperuser nocreatedb nocreaterole password '${password}'`,
    `alter role ${READER} set default_transaction_read_only = on`,
    `grant connect on database ${name} to ${READER}`,
    `grant usage on schema public to ${READER}`,
    `grant select on all tables in schema public to ${READER}`,
  ];
}

function mayNotMakeRoles(): UsageError {
  return new UsageError(
    "`sourcing query` reads as a role of its own, which the user of DATABASE_URL may not make: have an administrator " +
      'run "alter role <that user> createrole", or query with any SQL tool',
  );
}
