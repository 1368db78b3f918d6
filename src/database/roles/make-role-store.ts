import type { Database } from "../database.ts";
import { connectAs, type RoleConnection } from "./connect-as.ts";
import { loginAddress, passwordOf } from "./login-address.ts";
import { isRoleReady, prepareRole, readRoleState } from "./prepare-role.ts";
import { roleStatements } from "./role-statements.ts";
import type { RoleStore, RoleSummary } from "./role-store.ts";
import { ROLE_PURPOSES, STORE_ROLES, type StoreRole } from "./store-role.ts";

/** @param home opens what passwords are made of only when they are needed */
export function makeRoleStore(db: Database, home: () => Promise<RoleConnection>): RoleStore {
  return {
    list: () => Promise.all(STORE_ROLES.map((role) => summarise(db, role))),
    async recipe(roles) {
      const { secret } = await home();
      const recipes = roles.map((role) => writeRecipe(db, role, passwordOf(role, secret)));
      return (await Promise.all(recipes)).join("\n\n");
    },
    async addressOf(role) {
      const { url, secret } = await home();
      // The store may have come into being since the migrator was made.
      if (role === "migrator") await prepareRole(db, role, null);
      const client = await connectAs({ db, url, secret }, role);
      await client.end();
      return loginAddress(url, role, secret);
    },
  };
}

async function summarise(db: Database, role: StoreRole): Promise<RoleSummary> {
  const { hasRole, logsIn } = await readRoleState(db, role);
  return { role, exists: hasRole, hasLogin: logsIn, ready: await isRoleReady(db, role) };
}

async function writeRecipe(db: Database, role: StoreRole, password: string): Promise<string> {
  const statements = roleStatements(role, await readRoleState(db, role), password);
  return [`-- ${ROLE_PURPOSES[role].replaceAll("`", "")}`, ...statements.map((one) => `${one};`)].join("\n");
}
