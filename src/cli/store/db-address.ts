import type { App } from "../../composition/open-app.ts";
import { toolUrl } from "../../composition/store-address.ts";
import { STORE_ROLES, type StoreRole } from "../../database/roles/store-role.ts";
import { UsageError } from "../../values/errors.ts";

export type Who = StoreRole | "owner";

export const WHO: readonly Who[] = ["owner", ...STORE_ROLES];

/** Reads a `--role`. @throws UsageError */
export function toWho(text: string): Who {
  const who = WHO.find((name) => name === text);
  if (who === undefined) throw new UsageError(`--role takes ${WHO.join(", ")}`);
  return who;
}

/**
 * The address of the database for one of its roles, which is made ready first, for psql, pg_dump and other tools; password
 * included. @throws UsageError
 */
export async function addressFor({ store, roles }: App, who: Who): Promise<string> {
  return toolUrl(who === "owner" ? store.directUrl : await roles.addressOf(who));
}

/** Takes the password out of an address. */
export function splitPassword(withPassword: string): { readonly address: string; readonly password: string } {
  const url = new URL(withPassword);
  const password = url.searchParams.get("password") ?? decodeURIComponent(url.password);
  url.password = "";
  url.searchParams.delete("password");
  // As in `toLibpqUrl`: deleting a parameter has written the others anew.
  url.search = url.search.replaceAll("+", "%20");
  return { address: url.href, password };
}
