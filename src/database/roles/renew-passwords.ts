import { errorCode } from "../../values/error-code.ts";
import { UsageError } from "../../values/errors.ts";
import { connect, type RoleConnection, WRONG_PASSWORD } from "./connect-as.ts";
import { loginAddress, passwordOf } from "./login-address.ts";
import { isRoleReady, prepareRole, readRoleState } from "./prepare-role.ts";
import { ROLE_NAMES, STORE_ROLES, type StoreRole } from "./store-role.ts";

export interface RenewedPasswords {
  /** The logins that have another password now. */
  readonly renewed: readonly string[];
  /** One sentence for each login whose password could not be changed. */
  readonly problems: readonly string[];
}

/**
 * Gives each login that exists its limits, its settings and the password that is derived from the store's secret, unless it has it. Earlier versions derived
 * passwords from that of the owner. The login of the connection itself keeps its password, because its address holds it.
 * @throws StoreUnavailable, StoreRefused
 */
export async function renewPasswords(connection: RoleConnection): Promise<RenewedPasswords> {
  const renewed: string[] = [];
  const problems: string[] = [];
  for (const role of STORE_ROLES) {
    const { login } = ROLE_NAMES[role];
    try {
      if (await renew(connection, role)) renewed.push(login);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(`the login ${login} keeps a password of before: ${error.message}`);
    }
  }
  return { renewed, problems };
}

async function renew(connection: RoleConnection, role: StoreRole): Promise<boolean> {
  const { logsIn, user } = await readRoleState(connection.db, role);
  if (!logsIn || user === ROLE_NAMES[role].login) return false;
  if (!(await isRoleReady(connection.db, role))) await prepareRole(connection.db, role, null);
  const secret = await connection.readSecret();
  if (await isAccepted(loginAddress(connection.url, role, secret))) return false;
  await prepareRole(connection.db, role, passwordOf(role, secret));
  return true;
}

/** Every other refusal says nothing of the password: a limit of connections, or a rule of the server. */
async function isAccepted(address: string): Promise<boolean> {
  try {
    const client = await connect(address);
    await client.end();
    return true;
  } catch (error) {
    return errorCode(error) !== WRONG_PASSWORD;
  }
}
