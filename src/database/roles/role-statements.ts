import { CHANGE_OWNER } from "./change-owner.ts";
import { quoteName } from "./quote-name.ts";
import { ROLE_NAMES, type StoreRole } from "./store-role.ts";

/** The existing state from which a role is made. */
export interface RolePlace {
  readonly database: string;
  /** The user of the connection. */
  readonly user: string;
  readonly hasRole: boolean;
  readonly hasLogin: boolean;
}

/**
 * SQL that creates a role and its login, without its rights to tables. Attributes such as nosuperuser are left out: a new role has
 * none of them, and only a superuser may name them.
 * @param password of letters and digits; null keeps that of an existing login
 */
export function roleStatements(role: StoreRole, place: RolePlace, password: string | null): string[] {
  const names = ROLE_NAMES[role];
  const logsInItself = names.role === names.login;
  const secret = password === null ? "" : ` password '${password}'`;
  return [
    ...(place.hasRole ? [] : [`create role ${names.role}`]),
    ...(logsInItself || place.hasLogin ? [] : [`create role ${names.login}`]),
    `alter role ${names.login} with login${secret}`,
    ...(logsInItself
      ? [`alter role ${names.login} set default_transaction_read_only = on`]
      : [`grant ${names.role} to ${names.login}`]),
    ...(role === "migrator" ? ownership(place) : []),
  ];
}

/** The user becomes a member too, and can still change the objects that were theirs. */
function ownership({ database, user }: RolePlace): string[] {
  const { role } = ROLE_NAMES.migrator;
  return [
    `grant ${role} to ${quoteName(user)}`,
    `grant create on database ${quoteName(database)} to ${role}`,
    `grant create, usage on schema public to ${role}`,
    CHANGE_OWNER,
  ];
}
