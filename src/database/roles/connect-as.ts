import "../../queue/require-scram.ts";
import pg from "pg";
import { errorCode } from "../../values/error-code.ts";
import { SourcingError, StoreUnavailable } from "../../values/errors.ts";
import type { Database } from "../database.ts";
import { loginAddress, passwordOf } from "./login-address.ts";
import { NoPrivilege } from "./no-privilege-error.ts";
import { isRoleReady, prepareRole, readRoleState } from "./prepare-role.ts";
import type { StoreRole } from "./store-role.ts";

/** A connection to the database, and the secret from which the passwords of its roles are derived. */
export interface RoleConnection {
  readonly db: Database;
  /** The database's address, not through a pooler. */
  readonly url: string;
  /** @throws NoPrivilege if it is not for this user */
  readSecret(): Promise<string>;
}

export const WRONG_PASSWORD = "28P01";
/** For example because of pg_hba.conf. */
const MAY_NOT_CONNECT = "28000";
const TOO_MANY_CONNECTIONS = "53300";

/** Prepares a role and logs in as it. @throws NoPrivilege, UsageError, StoreUnavailable */
export async function connectAs(
  { db, url, readSecret }: RoleConnection,
  role: StoreRole,
): Promise<pg.Client> {
  const secret = await readSecret();
  const password = passwordOf(role, secret);
  if (!(await isRoleReady(db, role))) {
    const { hasLogin } = await readRoleState(db, role);
    await prepareRole(db, role, hasLogin ? null : password);
  }
  const address = loginAddress(url, role, secret);
  try {
    return await connect(address);
  } catch (error) {
    if (errorCode(error) !== WRONG_PASSWORD) throw toConnectError(error);
  }
  await prepareRole(db, role, password);
  return connect(address).catch((error: unknown) => {
    throw toConnectError(error);
  });
}

/** One connection, outside any pool. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "sourcing query",
    connectionTimeoutMillis: 10_000,
  });
  // The next statement on a broken connection fails by itself.
  client.on("error", () => {});
  await client.connect();
  return client;
}

function toConnectError(error: unknown): Error {
  if (error instanceof SourcingError) return error;
  const code = errorCode(error);
  if (code === MAY_NOT_CONNECT)
    return new NoPrivilege(
      "the server does not let the role connect: have an administrator allow it in pg_hba.conf",
    );
  if (code === TOO_MANY_CONNECTIONS)
    return new StoreUnavailable(
      "all connections that the role may have are in use: end other queries and BI tools, then try again",
    );
  return new StoreUnavailable(`the role cannot connect to the database (${code ?? "no answer"})`);
}
