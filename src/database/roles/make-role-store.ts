import type { Database } from "../database.ts";
import { connectAs, type RoleConnection } from "./connect-as.ts";
import { loginAddress, passwordOf } from "./login-address.ts";
import { isRoleReady, prepareRole, readRoleState } from "./prepare-role.ts";
import { roleStatements } from "./role-statements.ts";
import { ROLE_PURPOSES, STORE_ROLES, type StoreRole } from "./store-role.ts";

export interface RoleSummary {
  readonly role: StoreRole;
  readonly exists: boolean;
  /** True if the role has a login. */
  readonly hasLogin: boolean;
  /** True if the role has exactly the rights that it should have. */
  readonly ready: boolean;
}

/**
 * The roles that a store has in addition to its owner. Every function may throw StoreUnavailable.
 * @param connection opens what passwords are derived from, only when they are needed
 */
export function makeRoleStore(db: Database, connection: () => RoleConnection) {
  return {
    list: () => Promise.all(STORE_ROLES.map((role) => summarise(db, role))),
    /** Returns SQL with which an administrator makes these roles and a login for each, passwords included. */
    async recipe(roles: readonly StoreRole[]): Promise<string> {
      const secret = await connection().readSecret();
      const recipes = roles.map((role) => writeRecipe(db, role, passwordOf(role, secret)));
      return (await Promise.all(recipes)).join("\n\n");
    },
    /**
     * Makes a role and its login ready and returns the address to log in at, password included.
     * @throws UsageError if this user may not do that
     */
    async addressOf(role: StoreRole): Promise<string> {
      const { url, readSecret } = connection();
      // The store may have come into being since the migrator was made.
      if (role === "migrator") await prepareRole(db, role, null);
      const client = await connectAs({ db, url, readSecret }, role);
      await client.end();
      return loginAddress(url, role, await readSecret());
    },
  };
}

async function summarise(db: Database, role: StoreRole): Promise<RoleSummary> {
  const { hasRole, logsIn } = await readRoleState(db, role);
  return { role, exists: hasRole, hasLogin: logsIn, ready: await isRoleReady(db, role) };
}

async function writeRecipe(db: Database, role: StoreRole, password: string): Promise<string> {
  const statements = roleStatements(
    role,
    { ...(await readRoleState(db, role)), schema: db.schema },
    password,
  );
  return [`-- ${ROLE_PURPOSES[role].replaceAll("`", "")}`, ...statements.map((one) => `${one};`)].join("\n");
}
