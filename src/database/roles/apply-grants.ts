import { sql } from "drizzle-orm";
import { z } from "zod";
import { queueSchemaOf } from "../../queue/queue-schema.ts";
import type { Database, Sql } from "../database.ts";
import { migrationsSchema, migrationsTable } from "../namespace/store-schema.ts";
import { revokeForeignRights } from "./foreign/foreign-rights.ts";
import { revokeCreation } from "./foreign/indirect-rights.ts";
import { CLOSE_EMBEDDED_SERVER, REVOKE_XML } from "./function-rights.ts";
import { quoteName } from "./quote-name.ts";
import { readColumns, readFunctions } from "./read-rights.ts";
import { retryOnConflict } from "./retry-on-conflict.ts";
import { ROLE_NAMES, STORE_ROLES } from "./store-role.ts";
import { type GrantedRole, mayUse, PRIVILEGES } from "./table-rights.ts";

const contextRow = z.object({
  database: z.string(),
  ownsMigrations: z.boolean(),
  ownsQueue: z.boolean(),
  roles: z.array(z.string()),
});
type Context = z.infer<typeof contextRow> & { readonly schema: string };

/**
 * Gives each role that exists what it may do, and takes from it what else it may do with our tables. Leaves alone what is
 * not the user's to grant. Other roles lose every right to the store. @throws StoreRefused
 */
export async function applyGrants(db: Database): Promise<void> {
  await retryOnConflict(() =>
    db.transaction(async (tx) => {
      const context = await readContext(tx, db.schema);
      for (const role of STORE_ROLES) {
        if (role !== "migrator" && context.roles.includes(ROLE_NAMES[role].role))
          await grant(tx, role, context);
      }
      await revokeForeignRights(tx, db.schema);
      await revokeCreation(tx, db.schema);
      await tx.execute(sql.raw(REVOKE_XML));
      await tx.execute(sql.raw(CLOSE_EMBEDDED_SERVER));
    }),
  );
}

/** As `applyGrants`, for one role that exists. @throws StoreRefused */
export async function grantRole(tx: Sql, schema: string, role: GrantedRole): Promise<void> {
  await grant(tx, role, await readContext(tx, schema));
}

async function readContext(tx: Sql, schema: string): Promise<Context> {
  const found = await tx.row(
    contextRow,
    sql`select current_database() as database, ${owns(migrationsSchema(schema))} as "ownsMigrations",
          ${owns(queueSchemaOf(schema))} as "ownsQueue",
          array(select rolname::text from pg_roles where rolname like 'sourcing%') as roles`,
  );
  return { ...found, schema };
}

function owns(schema: string) {
  return sql`exists (select from pg_namespace where nspname = ${schema} and pg_has_role(nspowner, 'usage'))`;
}

async function grant(tx: Sql, role: GrantedRole, context: Context): Promise<void> {
  const name = ROLE_NAMES[role].role;
  const { schema } = context;
  const statements = [
    `grant connect on database ${quoteName(context.database)} to ${name}`,
    `grant usage on schema ${quoteName(schema)} to ${name}`,
    ...tableGrants(role, await readColumns(tx)),
    ...(await readFunctions(tx)).map((signature) => `grant execute on function ${signature} to ${name}`),
    // How far the schema is, which every command looks at first.
    ...(context.ownsMigrations
      ? [
          `grant usage on schema ${quoteName(migrationsSchema(schema))} to ${name}`,
          `grant select on ${migrationsTable(schema)} to ${name}`,
        ]
      : []),
    ...(context.ownsQueue && role === "writer" ? queueGrants(name, quoteName(queueSchemaOf(schema))) : []),
  ];
  await tx.execute(sql.raw(statements.join(";\n")));
}

function tableGrants(role: GrantedRole, columns: Awaited<ReturnType<typeof readColumns>>): string[] {
  const name = ROLE_NAMES[role].role;
  const relations = [...new Set(columns.map(({ relation }) => relation))];
  return relations.flatMap((relation) => {
    const own = columns.filter((one) => one.relation === relation);
    return [
      `revoke all on ${relation} from ${name}`,
      ...PRIVILEGES.flatMap((privilege) => {
        const allowed = own
          .filter((one) => mayUse(role, privilege, one))
          .map(({ column }) => quoteName(column));
        if (allowed.length === 0) return [];
        const some = allowed.length < own.length ? ` (${allowed.join(", ")})` : "";
        return [`grant ${privilege}${some} on ${relation} to ${name}`];
      }),
    ];
  });
}

/** The queue creates and migrates its tables itself, as their owner; the writer only changes their rows. */
function queueGrants(name: string, schema: string): string[] {
  return [
    `grant usage on schema ${schema} to ${name}`,
    `grant select, insert, update, delete on all tables in schema ${schema} to ${name}`,
    `grant usage, select on all sequences in schema ${schema} to ${name}`,
    `grant execute on all routines in schema ${schema} to ${name}`,
  ];
}
