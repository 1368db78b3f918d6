import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreRefused, UsageError } from "../../values/errors.ts";
import type { Database, Sql } from "../database.ts";
import { INSUFFICIENT_PRIVILEGE } from "../sql-errors.ts";
import { grantRole } from "./apply-grants.ts";
import { NoPrivilege } from "./no-privilege-error.ts";
import { quoteName } from "./quote-name.ts";
import { compareRights } from "./read-rights.ts";
import { retryOnConflict } from "./retry-on-conflict.ts";
import { type RolePlace, roleStatements } from "./role-statements.ts";
import { ROLE_NAMES, type StoreRole } from "./store-role.ts";

const stateRow = z.object({
  database: z.string(),
  user: z.string(),
  hasRole: z.boolean(),
  hasLogin: z.boolean(),
  logsIn: z.boolean(),
  excessive: z.boolean(),
});
export type RoleState = z.infer<typeof stateRow>;

/** How far a role is made; `excessive` is a reader who may do more than read. */
export async function readRoleState(tx: Sql, role: StoreRole): Promise<RoleState> {
  const names = ROLE_NAMES[role];
  return tx.row(
    stateRow,
    sql`select current_database() as database, current_user as user,
          exists (select from pg_roles where rolname = ${names.role}) as "hasRole",
          exists (select from pg_roles where rolname = ${names.login}) as "hasLogin",
          exists (select from pg_roles where rolname = ${names.login} and rolcanlogin
            and (not ${isReader(role)} or 'default_transaction_read_only=on' = any(rolconfig))) as "logsIn",
          exists (select from pg_roles where ${isReader(role)} and rolname = ${names.login}
            and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
              or exists (select from pg_auth_members where member = pg_roles.oid))) as excessive`,
  );
}

function isReader(role: StoreRole): boolean {
  return ROLE_NAMES[role].role === ROLE_NAMES[role].login;
}

/** Whether the role is there with all its rights and no others. */
export async function isRoleReady(db: Database, role: StoreRole): Promise<boolean> {
  const state = await readRoleState(db, role);
  if (!state.hasRole || !state.logsIn || state.excessive) return false;
  if (role === "migrator") return true;
  const { missing: lacking, extra: excessive } = await compareRights(db, role);
  return lacking.length + excessive.length === 0;
}

/**
 * Makes a role and its login, and gives it its rights.
 * @param password null leaves the one of a login that exists
 * @throws RoleRefused where we may not; UsageError where the role that is there may do more than it should
 */
export async function prepareRole(db: Database, role: StoreRole, password: string | null): Promise<void> {
  // The login first, by itself: where the rights are for another to give, they find it.
  await retryOnConflict(() => db.transaction((tx) => prepareLogin(tx, role, password)));
  if (role === "migrator") return;
  const state = await readRoleState(db, role);
  await retryOnConflict(() => db.transaction((tx) => grantRole(tx, role))).catch((error: unknown) => {
    throw isRefusal(error) ? mayNotGrant(role, state) : error;
  });
  // One who is not the owner is only warned that nothing was granted.
  const { missing: lacking, extra: excessive } = await compareRights(db, role);
  if (excessive.length > 0) throw hasExtraRights(role, excessive);
  if (lacking.length > 0) throw mayNotGrant(role, state);
}

async function prepareLogin(tx: Sql, role: StoreRole, password: string | null): Promise<void> {
  const state = await readRoleState(tx, role);
  if (state.excessive) throw hasExtraRights(role, []);
  if (state.logsIn && password === null && isReader(role)) return;
  try {
    for (const statement of roleStatements(role, state, password)) await tx.execute(sql.raw(statement));
  } catch (error) {
    throw isRefusal(error) ? mayNotMake(role, state) : error;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof StoreRefused && error.code === INSUFFICIENT_PRIVILEGE;
}

function mayNotMake(role: StoreRole, { user, hasLogin }: RolePlace): NoPrivilege {
  const name = ROLE_NAMES[role].login;
  const makes = `\`alter role ${quoteName(user)} createrole\``;
  if (!hasLogin)
    return new NoPrivilege(
      `${quoteName(user)} may not make the role ${name}: have an administrator run the SQL that \`sourcing db roles\` ` +
        `prints, or ${makes} until it is made`,
    );
  return new NoPrivilege(
    `${quoteName(user)} may not change the role ${name}: ask whoever made it for the address that \`sourcing db url ` +
      `--role ${role}\` prints, or have an administrator run ${makes} and ` +
      `\`grant ${name} to ${quoteName(user)} with admin option\``,
  );
}

function mayNotGrant(role: StoreRole, { user }: RolePlace): NoPrivilege {
  return new NoPrivilege(
    `${quoteName(user)} may not give the role ${ROLE_NAMES[role].role} its rights: have the owner of the tables run ` +
      "`sourcing db migrate`",
  );
}

function hasExtraRights(role: StoreRole, excessive: readonly string[]): UsageError {
  const { role: name } = ROLE_NAMES[role];
  if (excessive.length > 0) {
    return new UsageError(
      `the role ${name} may do more than it should (${excessive.slice(0, 3).join(", ")}): ` +
        "have whoever granted it, perhaps to public, revoke it",
    );
  }
  return new UsageError(
    `the role ${name} may do more than read: have an administrator run \`alter role ${name} nosuperuser ` +
      "nocreaterole nocreatedb noreplication nobypassrls` and take it out of every other role",
  );
}
