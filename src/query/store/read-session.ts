import { sql } from "drizzle-orm";
import type pg from "pg";
import { z } from "zod";
import { connect, connectAs, type RoleConnection } from "../../database/roles/connect-as.ts";
import { loginAddress } from "../../database/roles/login-address.ts";
import { NoPrivilege } from "../../database/roles/no-privilege-error.ts";
import { ROLE_NAMES } from "../../database/roles/store-role.ts";
import { UsageError } from "../../values/errors.ts";
import { assertReadOnlySql } from "./assert-read-only-sql.ts";

/** A connection within a read-only transaction that nothing turns into another. */
export interface ReadSession {
  readonly client: pg.Client;
  /** Why it has no role of its own, where it has none. */
  readonly warning: string | null;
  /** Stops the statement under way. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export type Reader = "reader" | "contacts";

interface Login {
  readonly client: pg.Client;
  readonly url: string;
  readonly warning: string | null;
}

const userRow = z.object({ user: z.string() });
const startRow = z.object({ user: z.string(), process: z.number() });

/**
 * Begins to read as the reader, or where that role cannot be had as the user of the database, who can do more; then only
 * statements are taken that begin like a question.
 * @throws UsageError, StoreUnavailable, errors of the driver
 */
export async function openReadSession(
  home: RoleConnection,
  role: Reader,
  statement: string,
): Promise<ReadSession> {
  const { client, url, warning } = await logIn(home, role, statement);
  const close = () => client.end().catch(() => {});
  try {
    await client.query("begin read only; set local time zone 'UTC'");
    // Being a query, this also makes read-only final: no SET undoes it.
    const { rows } = await client.query("select session_user as user, pg_backend_pid() as process");
    const { user, process } = startRow.parse(rows[0]);
    if (warning === null && user !== ROLE_NAMES[role].login) throw isSomebodyElse(role);
    return { client, warning, cancel: () => cancel(url, process), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function logIn(home: RoleConnection, role: Reader, statement: string): Promise<Login> {
  const { login } = ROLE_NAMES[role];
  const user = await readUser(home);
  if (user === login) return { client: await connect(home.url), url: home.url, warning: null };
  if (user === OTHER_READER[role]) throw isOtherReader(role, user);
  try {
    return {
      client: await connectAs(home, role),
      url: loginAddress(home.url, role, home.secret),
      warning: null,
    };
  } catch (error) {
    if (!(error instanceof NoPrivilege)) throw error;
    assertReadOnlySql(statement);
    return { client: await connect(home.url), url: home.url, warning: toWarning(error) };
  }
}

/** Where the address in use is that of a reader, it stays with that one. */
const OTHER_READER: Readonly<Record<Reader, string>> = {
  reader: ROLE_NAMES.contacts.login,
  contacts: ROLE_NAMES.reader.login,
};

async function readUser({ db }: RoleConnection): Promise<string> {
  const { user } = await db.row(userRow, sql`select session_user as user`);
  return user;
}

function isOtherReader(role: Reader, user: string): UsageError {
  return new UsageError(
    role === "contacts"
      ? `the database is used as ${user}, who reads no contacts: ask its owner for the address of ${ROLE_NAMES.contacts.login}`
      : `the database is used as ${user}, who reads contacts: say --contacts`,
  );
}

function toWarning({ message }: NoPrivilege): string {
  return (
    "this query runs as the user of the database, in a read-only transaction, and can read contacts and raw forms: " +
    message
  );
}

/** A pooler may log everybody in as one user. */
function isSomebodyElse(role: Reader): UsageError {
  return new UsageError(
    `the database logs ${ROLE_NAMES[role].login} in as somebody else, so that SQL could write: set DATABASE_DIRECT_URL ` +
      "to the address behind the pooler",
  );
}

/** By a connection of its own, as the same role. */
async function cancel(url: string, process: number): Promise<void> {
  const client = await connect(url);
  await client.query("select pg_cancel_backend($1)", [process]).finally(() => client.end());
}
