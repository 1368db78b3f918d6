import { createHmac } from "node:crypto";
import { ROLE_NAMES, type StoreRole } from "./store-role.ts";

/**
 * The address with which a role logs in.
 * @param url the database's address with any login
 * @param secret the password is derived from it: the same for everyone who may use the database, unknown to others
 */
export function loginAddress(url: string, role: StoreRole, secret: string): string {
  const address = new URL(url);
  const login = { user: ROLE_NAMES[role].login, password: passwordOf(role, secret) };
  // Parameters take precedence over the part before the host, which the address of a socket cannot have.
  const parameters = Object.keys(login);
  for (const name of parameters) address.searchParams.delete(name);
  if (address.hostname === "") {
    for (const [name, value] of Object.entries(login)) address.searchParams.set(name, value);
  } else {
    address.username = login.user;
    address.password = login.password;
  }
  return address.href;
}

/** The derived password, of letters and digits only. */
export function passwordOf(role: StoreRole, secret: string): string {
  return createHmac("sha256", secret).update(ROLE_NAMES[role].login).digest("hex");
}
