import { sql } from "drizzle-orm";
import type pg from "pg";
import { z } from "zod";
import { connect, connectAs, type RoleConnection } from "../../database/roles/connect-as.ts";
import { loginAddress } from "../../database/roles/login-address.ts";
import { NoPrivilege } from "../../database/roles/no-privilege-error.ts";
import { ROLE_NAMES } from "../../database/roles/store-role.ts";
import { setFormats } from "../../database/statements/session-settings.ts";
import { UsageError } from "../../values/errors.ts";
import type { ArrayTypes } from "./value-types.ts";

/** A connection in a read-only transaction that no statement can turn into another. */
export interface ReadSession {
  readonly client: pg.Client;
  /** Every array that a column can be. */
  readonly arrays: ArrayTypes;
  /** Cancels the running statement in the database. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export type Reader = "reader" | "contacts";

interface Login {
  readonly client: pg.Client;
  readonly url: string;
}

const userRow = z.object({ user: z.string() });
const startRow = z.object({ user: z.string(), process: z.number() });

/**
 * Opens a session that runs as the reader; the owner of an ordinary database gets that login made if it is missing.
 * @throws UsageError if the login is missing and this user may not make it; StoreUnavailable; errors of the driver
 */
export async function openReadSession(connection: RoleConnection, role: Reader): Promise<ReadSession> {
  const { client, url } = await logIn(connection, role);
  const close = () => client.end().catch(() => {});
  try {
    await client.query(`begin read only; ${setFormats(connection.db.schema)}`);
    // This is a query, after which no SET can end the read-only mode.
    const { rows } = await client.query("select session_user as user, pg_backend_pid() as process");
    const { user, process } = startRow.parse(rows[0]);
    if (user !== ROLE_NAMES[role].login) throw wrongUser(role);
    const arrays = await readArrayTypes(client);
    return { client, arrays, cancel: () => cancel(url, process), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const arrayRow = z.object({ oid: z.number(), element: z.number(), delimiter: z.string() });

/** Reads the array types, those of people's own types included; an element that is a domain counts as its base type. */
async function readArrayTypes(client: pg.Client): Promise<ArrayTypes> {
  const { rows } = await client.query(
    `with recursive bases as (
       select oid, oid as base, typbasetype as next from pg_catalog.pg_type
       union all
       select bases.oid, t.oid, t.typbasetype from bases join pg_catalog.pg_type t on t.oid = bases.next
     )
     select a.oid, bases.base as element, e.typdelim as delimiter
     from pg_catalog.pg_type a join pg_catalog.pg_type e on e.oid = a.typelem
       join bases on bases.oid = a.typelem and bases.next = 0
     where a.typinput = 'pg_catalog.array_in'::pg_catalog.regproc`,
  );
  return new Map(
    arrayRow
      .array()
      .parse(rows)
      .map(({ oid, ...array }) => [oid, array]),
  );
}

async function logIn(connection: RoleConnection, role: Reader): Promise<Login> {
  const { login } = ROLE_NAMES[role];
  const { user } = await connection.db.row(userRow, sql`select session_user as user`);
  if (user === login) return { client: await connect(connection.url), url: connection.url };
  if (user === OTHER_READER[role]) throw otherReader(role, user);
  try {
    const client = await connectAs(connection, role);
    return { client, url: loginAddress(connection.url, role, await connection.readSecret()) };
  } catch (error) {
    throw error instanceof NoPrivilege ? noLogin(role, error) : error;
  }
}

/** If the address already belongs to one reader, the other reader cannot be used with it. */
const OTHER_READER: Readonly<Record<Reader, string>> = {
  reader: ROLE_NAMES.contacts.login,
  contacts: ROLE_NAMES.reader.login,
};

function otherReader(role: Reader, user: string): UsageError {
  return new UsageError(
    role === "contacts"
      ? `the database is used as ${user}, who reads no contacts: ask its owner for the address of ${ROLE_NAMES.contacts.login}`
      : `the database is used as ${user}, who reads contacts: say --contacts`,
  );
}

/** The user of the database could write or read contacts, so the query does not run as that user instead. */
function noLogin(role: Reader, { message }: NoPrivilege): UsageError {
  return new UsageError(
    `\`sourcing query\` reads as ${ROLE_NAMES[role].login}, and that login cannot be used: ${message}; nothing was read`,
  );
}

/** A pooler may log every client in as the same user. */
function wrongUser(role: Reader): UsageError {
  return new UsageError(
    `the database logs ${ROLE_NAMES[role].login} in as another user, so that SQL could write: set DATABASE_DIRECT_URL ` +
      "to the address behind the pooler",
  );
}

/** Uses a second connection of the same role. */
async function cancel(url: string, process: number): Promise<void> {
  const client = await connect(url);
  await client.query("select pg_cancel_backend($1)", [process]).finally(() => client.end());
}
