import type { RoleConnection } from "../database/roles/connect-as.ts";
import type { Config } from "../operations/config.ts";
import { obtainPepper } from "../operations/pepper.ts";
import type { Store } from "./open-store.ts";

/**
 * Returns the connection of the store's owner and the secret from which the passwords of its roles are derived: the
 * owner's password. An owner without a password uses the pepper of this machine.
 */
export async function openRoleConnection({ home }: Config, store: Store): Promise<RoleConnection> {
  const { db, directUrl: url } = store;
  const { password } = new URL(url);
  return { db, url, secret: password === "" ? await obtainPepper(home) : password };
}
