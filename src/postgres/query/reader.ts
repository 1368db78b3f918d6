import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreRefused, UsageError } from "../../domain/errors.ts";
import type { Database, Sql } from "../database.ts";

/** The role that people's SQL runs as. It logs in by itself: a role that is only put on can be taken off again. */
export const READER = "sourcing_reader";
const INSUFFICIENT_PRIVILEGE = "42501";
/** Roles belong to the whole server: two databases that make the same one at once get in each other's way. */
const IN_EACH_OTHERS_WAY = new Set(["XX000", "23505", "42710"]);

const readyRow = z.object({ ready: z.boolean() });
const placeRow = z.object({
  database: z.string(),
  user: z.string(),
  exists: z.boolean(),
  excessive: z.boolean(),
});
type Place = z.infer<typeof placeRow>;

/** True of a reader who may do more than read. */
const isExcessive = sql`(rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
  or exists (select from pg_auth_members where member = pg_roles.oid))`;

/**
 * The address under which the reader logs in.
 * @param secret what its password is made of: the same for everybody who may use the database, unknown to others
 */
export function readerUrl(url: string, secret: string): string {
  const login = new URL(url);
  // As parameters, which win over the part before the host; the address of a socket cannot have such a part at all.
  login.username = "";
  login.password = "";
  login.searchParams.set("user", READER);
  login.searchParams.set("password", passwordOf(secret));
  return login.href;
}

function passwordOf(secret: string): string {
  return createHmac("sha256", secret).update(READER).digest("hex");
}

/** Whether the reader is there, may read every table and view, and may do nothing more. */
export async function isReaderReady(db: Database): Promise<boolean> {
  const { ready } = await db.row(
    readyRow,
    sql`select case when exists (select from pg_roles where rolname = ${READER} and not ${isExcessive}) then not exists (
          select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f')
            and not has_table_privilege(${READER}, oid, 'select')) else false end as ready`,
  );
  return ready;
}

/**
 * Makes the reader, who may log in and read everything in `public`, and nothing else.
 * @throws UsageError where we may not make roles, or where the role there is may do more
 */
export async function prepareReader(db: Database, secret: string, attempts = 5): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      const place = await readPlace(tx);
      if (place.excessive) throw mayDoMore();
      await execute(tx, roleStatements(place, passwordOf(secret)), () => mayNotMakeRoles(place));
      await execute(tx, grants(place), () => mayNotGrant(place));
    });
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    if (!IN_EACH_OTHERS_WAY.has(error.code) || attempts === 1) throw error;
    await prepareReader(db, secret, attempts - 1);
  }
}

async function readPlace(tx: Sql): Promise<Place> {
  return tx.row(
    placeRow,
    sql`select current_database() as database, current_user as user,
          exists (select from pg_roles where rolname = ${READER}) as exists,
          exists (select from pg_roles where rolname = ${READER} and ${isExcessive}) as excessive`,
  );
}

async function execute(tx: Sql, statements: readonly string[], refused: () => UsageError): Promise<void> {
  try {
    for (const statement of statements) await tx.execute(sql.raw(statement));
  } catch (error) {
    throw error instanceof StoreRefused && error.code === INSUFFICIENT_PRIVILEGE ? refused() : error;
  }
}

/** Attributes such as nosuperuser are not named: a new role has none, and only a superuser may name them. */
function roleStatements({ exists }: Place, password: string): string[] {
  return [
    ...(exists ? [] : [`create role ${READER}`]),
    `alter role ${READER} with login password '${password}'`,
    `alter role ${READER} set default_transaction_read_only = on`,
  ];
}

function grants({ database }: Place): string[] {
  return [
    `grant connect on database ${quote(database)} to ${READER}`,
    `grant usage on schema public to ${READER}`,
    `grant select on all tables in schema public to ${READER}`,
  ];
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function mayNotMakeRoles({ user, exists }: Place): UsageError {
  const [may, statement] = exists
    ? ["change", `grant ${READER} to ${quote(user)} with admin option`]
    : ["make", `alter role ${quote(user)} createrole`];
  return new UsageError(
    `\`sourcing query\` reads as a role of its own, ${READER}, which the user of DATABASE_URL may not ${may}: ` +
      `have an administrator run \`${statement}\`, or query with any SQL tool`,
  );
}

function mayNotGrant({ user }: Place): UsageError {
  return new UsageError(
    `\`sourcing query\` reads as a role of its own, to which ${quote(user)} may not grant the tables: ` +
      `have their owner run \`grant select on all tables in schema public to ${READER}\``,
  );
}

function mayDoMore(): UsageError {
  return new UsageError(
    `the role ${READER} may do more than read: have an administrator run \`alter role ${READER} nosuperuser ` +
      "nocreaterole nocreatedb noreplication nobypassrls` and take it out of every other role",
  );
}
