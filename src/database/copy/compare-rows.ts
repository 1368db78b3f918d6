import { sql } from "drizzle-orm";
import { z } from "zod";
import { UsageError } from "../../values/errors.ts";
import type { Sql } from "../database.ts";
import type { CopiedRelation } from "./read-tables.ts";
import type { CopiedTable } from "./store-copy.ts";

/** What every process writes to that only looks, or shows that it is there. */
const VOLATILE_TABLES: ReadonlySet<string> = new Set(["ledger_state", "workers", "settings"]);

const sumRow = z.object({ rows: z.number(), sum: z.string() });

/**
 * Verifies that two databases hold the same rows.
 * @throws UsageError if one of them was used after the copy
 */
export async function compareRows(
  source: Sql,
  target: Sql,
  tables: readonly CopiedRelation[],
): Promise<readonly CopiedTable[]> {
  const compared: CopiedTable[] = [];
  for (const table of tables) {
    const here = await checksum(source, table);
    const there = await checksum(target, table);
    if (here.sum !== there.sum && !VOLATILE_TABLES.has(table.name)) throw differs(table);
    compared.push({ table: table.name, source: here.rows, target: there.rows });
  }
  return compared;
}

/** Counts the rows of a table and combines the hashes of all rows, in any order. */
export function checksum(db: Sql, { quoted, columns }: CopiedRelation): Promise<z.infer<typeof sumRow>> {
  return db.row(
    sumRow,
    sql`select count(*) as rows,
          coalesce(bit_xor(('x' || left(md5(row(${sql.raw(columns.join(", "))})::text), 16))::bit(64)::bigint), 0)::text as sum
        from ${sql.raw(quoted)}`,
  );
}

function differs({ name }: CopiedRelation): UsageError {
  return new UsageError(
    `--to holds a copy of this store, and one of the two has been used since (${name} differs): empty the database there and copy again, or continue with the one there`,
  );
}
