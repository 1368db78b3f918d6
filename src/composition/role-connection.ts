import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { RoleConnection } from "../database/roles/connect-as.ts";
import { readRoleSecret } from "../database/roles/role-secret.ts";
import { obtainSecret } from "../machine/secret-file.ts";
import type { Config } from "../operations/config.ts";
import type { Store } from "./open-store.ts";

/**
 * Returns the connection of the store's owner and the secret from which the passwords of its roles are derived. Every store keeps
 * its own; the stores of an embedded server, which share its roles, keep one under SOURCING_HOME.
 */
export function openRoleConnection({ home }: Config, store: Store): RoleConnection {
  const { db, directUrl: url, isEmbedded } = store;
  const file = join(home, "secrets", "role-passwords");
  const readSecret = () =>
    isEmbedded ? obtainSecret(file, () => randomBytes(32).toString("hex")) : readRoleSecret(db);
  return { db, url, readSecret };
}
