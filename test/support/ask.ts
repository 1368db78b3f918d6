import type { RoleConnection } from "../../src/database/roles/connect-as.ts";
import { readRoleSecret } from "../../src/database/roles/role-secret.ts";
import { SqlValue } from "../../src/query/sql-value.ts";
import { runReadOnly, type SqlQuery } from "../../src/query/store/run-read-only.ts";
import type { TestDatabase } from "./test-database.ts";

export interface WholeAnswer {
  readonly columns: readonly string[];
  readonly rows: (readonly unknown[])[];
}

/** A whole answer, as a query that reads all its rows gets it. */
export async function ask(
  home: RoleConnection,
  statement: string,
  more: Omit<SqlQuery, "statement"> = {},
): Promise<WholeAnswer> {
  return runReadOnly(home, { statement, ...more }, async ({ columns, rows }) => {
    const all: (readonly unknown[])[] = [];
    for await (const row of rows) all.push(row.map(toPlain));
    return { columns, rows: all };
  });
}

/** What JSON says of a value. */
function toPlain(value: unknown): unknown {
  return value instanceof SqlValue ? JSON.parse(value.json) : value;
}

/** The store's owner, as commands connect. Databases of one template share a secret, as roles belong to the whole server. */
export function homeOf({ db, directUrl: url }: TestDatabase): RoleConnection {
  return { db, url, readSecret: () => readRoleSecret(db) };
}
