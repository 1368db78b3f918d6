import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreRefused, UsageError } from "../../values/errors.ts";
import type { Database, Sql } from "../database.ts";
import { INSUFFICIENT_PRIVILEGE } from "../sql-errors.ts";
import { grantRole } from "./apply-grants.ts";
import { CLOSE_EMBEDDED_SERVER } from "./function-rights.ts";
import { NoPrivilege } from "./no-privilege-error.ts";
import { quoteName } from "./quote-name.ts";
import { compareRights } from "./read-rights.ts";
import { retryOnConflict } from "./retry-on-conflict.ts";
import { FILE_LIMIT, readerSettings, roleStatements } from "./role-statements.ts";
import { ROLE_NAMES, type StoreRole } from "./store-role.ts";

/** A fifth of the connections that the server allows, and 20 at most. */
const CONNECTION_LIMIT = sql`least(20, greatest(2, current_setting('max_connections')::integer / 5))`;

/** The setting without which a reader is not used. */
const READ_ONLY = "default_transaction_read_only=on";

const stateRow = z.object({
  database: z.string(),
  user: z.string(),
  hasRole: z.boolean(),
  hasLogin: z.boolean(),
  logsIn: z.boolean(),
  connectionLimit: z.number(),
  limited: z.boolean(),
  mayLimitFiles: z.boolean(),
  settings: z.array(z.string()),
  localSettings: z.boolean(),
  excessive: z.boolean(),
});
export type RoleState = z.infer<typeof stateRow>;

/**
 * Reads the state of a role. `excessive` is true for a reader who may do more than read, `limited` if its number of connections
 * is limited as it should be; `settings` are those of its login, and `localSettings` is true if there are others in this database.
 */
export async function readRoleState(tx: Sql, role: StoreRole): Promise<RoleState> {
  const names = ROLE_NAMES[role];
  return tx.row(
    stateRow,
    sql`select current_database() as database, current_user as user,
          exists (select from pg_roles where rolname = ${names.role}) as "hasRole",
          exists (select from pg_roles where rolname = ${names.login}) as "hasLogin",
          exists (select from pg_roles where rolname = ${names.login} and rolcanlogin) as "logsIn",
          ${CONNECTION_LIMIT} as "connectionLimit",
          exists (select from pg_roles where rolname = ${names.login} and rolconnlimit = ${CONNECTION_LIMIT}) as limited,
          (select rolsuper from pg_roles where rolname = current_user) as "mayLimitFiles",
          array(select unnest(rolconfig) from pg_roles where rolname = ${names.login}) as settings,
          exists (select from pg_db_role_setting s join pg_roles r on r.oid = setrole join pg_database d on d.oid = setdatabase
            where rolname = ${names.login} and datname = current_database()) as "localSettings",
          exists (select from pg_roles where ${isReader(role)} and rolname = ${names.login}
            and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
              or exists (select from pg_auth_members where member = pg_roles.oid))) as excessive`,
  );
}

function isReader(role: StoreRole): boolean {
  return ROLE_NAMES[role].role === ROLE_NAMES[role].login;
}

/** Whether a reader's limit and settings are exactly those that it should have. Of the other logins none are expected. */
function isConfigured(role: StoreRole, state: RoleState): boolean {
  if (!isReader(role)) return true;
  const expected = Object.entries(readerSettings(state)).map(([name, value]) => `${name}=${value}`);
  // A limit of files that an administrator has set is not for others to change.
  const found = state.settings.filter(
    (setting) => state.mayLimitFiles || !setting.startsWith(`${FILE_LIMIT}=`),
  );
  return state.limited && !state.localSettings && found.sort().join("\n") === expected.sort().join("\n");
}

/** Whether the role exists with exactly its rights, limits and settings. */
export async function isRoleReady(db: Database, role: StoreRole): Promise<boolean> {
  const state = await readRoleState(db, role);
  if (!state.hasRole || !state.logsIn || state.excessive || !isConfigured(role, state)) return false;
  if (role === "migrator") return true;
  const { missing: lacking, extra: excessive } = await compareRights(db, role);
  return lacking.length + excessive.length === 0;
}

/**
 * Creates a role and its login, and grants its rights.
 * @param password null keeps that of an existing login
 * @throws NoPrivilege if this user may not; UsageError if the existing role has more rights than it should
 */
export async function prepareRole(db: Database, role: StoreRole, password: string | null): Promise<void> {
  // The login is committed first: if another user must grant the rights, the role exists.
  await retryOnConflict(() => db.transaction((tx) => prepareLogin(tx, db.schema, { role, password })));
  if (role === "migrator") return;
  const state = await readRoleState(db, role);
  await retryOnConflict(() => db.transaction((tx) => grantRole(tx, db.schema, role))).catch(
    (error: unknown) => {
      throw isNoPrivilege(error) ? mayNotGrant(role, state) : error;
    },
  );
  // A user who is not the owner only gets a warning that nothing was granted.
  const { missing: lacking, extra: excessive } = await compareRights(db, role);
  if (excessive.length > 0) throw hasExtraRights(role, excessive);
  if (lacking.length > 0) throw mayNotGrant(role, state);
}

interface LoginWanted {
  readonly role: StoreRole;
  readonly password: string | null;
}

async function prepareLogin(tx: Sql, schema: string, { role, password }: LoginWanted): Promise<void> {
  const state = await readRoleState(tx, role);
  if (state.excessive) throw hasExtraRights(role, []);
  if (state.logsIn && password === null && isReader(role) && isConfigured(role, state)) return;
  try {
    for (const statement of roleStatements(role, { ...state, schema }, password))
      await tx.execute(sql.raw(statement));
    await tx.execute(sql.raw(CLOSE_EMBEDDED_SERVER));
  } catch (error) {
    if (!isNoPrivilege(error)) throw error;
    // A login whose limits are an administrator's to set can be used without them: rights alone keep contacts from it.
    if (password === null && state.logsIn && state.settings.includes(READ_ONLY)) return;
    throw mayNotMake(role, state);
  }
}

function isNoPrivilege(error: unknown): boolean {
  return error instanceof StoreRefused && error.code === INSUFFICIENT_PRIVILEGE;
}

function mayNotMake(role: StoreRole, { user, hasLogin }: RoleState): NoPrivilege {
  const name = ROLE_NAMES[role].login;
  const makes = `\`alter role ${quoteName(user)} createrole\``;
  if (!hasLogin)
    return new NoPrivilege(
      `${quoteName(user)} may not make the role ${name}: have an administrator run the SQL that \`sourcing db roles\` ` +
        `prints, or ${makes} until it is made`,
    );
  return new NoPrivilege(
    `${quoteName(user)} may not change the role ${name}: ask its owner for the address that \`sourcing db url ` +
      `--role ${role}\` prints, or have an administrator run ${makes} and ` +
      `\`grant ${name} to ${quoteName(user)} with admin option\``,
  );
}

function mayNotGrant(role: StoreRole, { user }: RoleState): NoPrivilege {
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
        "have it revoked, perhaps from public",
    );
  }
  return new UsageError(
    `the role ${name} may do more than read: have an administrator run \`alter role ${name} nosuperuser ` +
      "nocreaterole nocreatedb noreplication nobypassrls` and take it out of every other role",
  );
}
