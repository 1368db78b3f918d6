import { sql } from "drizzle-orm";
import { z } from "zod";
import { StoreRefused } from "../../values/errors.ts";
import type { Sql } from "../database.ts";
import { INSUFFICIENT_PRIVILEGE } from "../sql-errors.ts";
import { NoPrivilege } from "./no-privilege-error.ts";

const secretRow = z.object({ secret: z.string() });

/**
 * Returns the store's 32 random bytes, in hexadecimal, from which the passwords of its roles are derived. Only the owner of the
 * tables may read them. @throws NoPrivilege for every other user; StoreUnavailable
 */
export async function readRoleSecret(db: Sql): Promise<string> {
  try {
    const { secret } = await db.row(secretRow, sql`select encode(secret, 'hex') as secret from role_secrets`);
    return secret;
  } catch (error) {
    const mayNot = error instanceof StoreRefused && error.code === INSUFFICIENT_PRIVILEGE;
    throw mayNot
      ? new NoPrivilege(
          "only the owner of the store can derive the passwords of its roles: ask the owner for the address that " +
            "`sourcing db url --role NAME --password` prints",
        )
      : error;
  }
}
