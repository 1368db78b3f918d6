import { changeOwner } from "./change-owner.ts";
import { quoteName } from "./quote-name.ts";
import { toScramVerifier } from "./scram-verifier.ts";
import { ROLE_NAMES, type StoreRole } from "./store-role.ts";

/** Limits the size of the temporary files of a session, which sorts and joins write. */
export const FILE_LIMIT = "temp_file_limit";

/** The existing state from which a role is made. */
export interface RolePlace {
  readonly database: string;
  /** The schema of the store. */
  readonly schema: string;
  /** The user of the connection. */
  readonly user: string;
  readonly hasRole: boolean;
  readonly hasLogin: boolean;
  /** The most connections that a reader may have, so that no reader takes those of runs and workers. */
  readonly connectionLimit: number;
  /** Whether the user may limit the temporary files of a role. */
  readonly mayLimitFiles: boolean;
}

/**
 * SQL that creates a role and its login, without its rights to tables. Attributes such as nosuperuser are left out: a new role has
 * none of them, and only a superuser may name them.
 * @param password of letters and digits, of which the SQL holds the verifier only; null keeps that of an existing login
 */
export function roleStatements(role: StoreRole, place: RolePlace, password: string | null): string[] {
  const names = ROLE_NAMES[role];
  const logsInItself = names.role === names.login;
  const secret = password === null ? "" : ` password '${toScramVerifier(password)}'`;
  return [
    ...(place.hasRole ? [] : [`create role ${names.role}`]),
    ...(logsInItself || place.hasLogin ? [] : [`create role ${names.login}`]),
    `alter role ${names.login} with login${logsInItself ? ` connection limit ${place.connectionLimit}` : ""}${secret}`,
    ...(logsInItself ? settings(names.login, place) : [`grant ${names.role} to ${names.login}`]),
    ...(role === "migrator" ? ownership(place) : []),
  ];
}

/** The settings of a reader by name. The login may change its own settings, for all who use it. */
export function readerSettings({
  mayLimitFiles,
}: Pick<RolePlace, "mayLimitFiles">): Readonly<Record<string, string>> {
  return { default_transaction_read_only: "on", ...(mayLimitFiles ? { [FILE_LIMIT]: "1GB" } : {}) };
}

function settings(login: string, place: RolePlace): string[] {
  return [
    `alter role ${login} reset all`,
    `alter role ${login} in database ${quoteName(place.database)} reset all`,
    ...Object.entries(readerSettings(place)).map(
      ([name, value]) => `alter role ${login} set ${name} = '${value}'`,
    ),
  ];
}

/** An administrator may make the migrator before there is a store; only one who may create schemas gets here without it. */
function createSchemaIfMissing(schema: string): string {
  return `do $$ begin if to_regnamespace('${quoteName(schema)}') is null then create schema ${quoteName(schema)}; end if; end $$`;
}

/** The user becomes a member too, and can still change the objects that were theirs. */
function ownership({ database, schema, user }: RolePlace): string[] {
  const { role } = ROLE_NAMES.migrator;
  return [
    `grant ${role} to ${quoteName(user)}`,
    `grant create on database ${quoteName(database)} to ${role}`,
    createSchemaIfMissing(schema),
    `grant create, usage on schema ${quoteName(schema)} to ${role}`,
    changeOwner(schema),
  ];
}
