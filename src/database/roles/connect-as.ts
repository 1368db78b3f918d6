import pg from "pg";
import { StoreUnavailable } from "../../values/errors.ts";
import type { Database } from "../database.ts";
import { loginAddress, passwordOf } from "./login-address.ts";
import { NoPrivilege } from "./no-privilege-error.ts";
import { isRoleReady, prepareRole, readRoleState } from "./prepare-role.ts";
import type { StoreRole } from "./store-role.ts";

/** The database as we may use it, and what the passwords of its roles are made of. */
export interface RoleConnection {
  readonly db: Database;
  /** The database's address, behind no pooler. */
  readonly url: string;
  readonly secret: string;
}

const WRONG_PASSWORD = "28P01";
/** Such as by pg_hba.conf. */
const MAY_NOT_CONNECT = "28000";

/** Makes a role ready and logs in as it. @throws RoleRefused, UsageError, StoreUnavailable */
export async function connectAs({ db, url, secret }: RoleConnection, role: StoreRole): Promise<pg.Client> {
  const password = passwordOf(role, secret);
  if (!(await isRoleReady(db, role))) {
    const { hasLogin } = await readRoleState(db, role);
    await prepareRole(db, role, hasLogin ? null : password);
  }
  const address = loginAddress(url, role, secret);
  try {
    return await connect(address);
  } catch (error) {
    if (codeOf(error) !== WRONG_PASSWORD) throw toConnectError(error);
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
  // One that breaks says so by its next statement.
  client.on("error", () => {});
  await client.connect();
  return client;
}

function toConnectError(error: unknown): Error {
  const code = codeOf(error);
  if (code === MAY_NOT_CONNECT)
    return new NoPrivilege(
      "the server lets the role not connect: have an administrator allow it in pg_hba.conf",
    );
  return new StoreUnavailable(`the role cannot connect to the database (${code ?? "no answer"})`);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
