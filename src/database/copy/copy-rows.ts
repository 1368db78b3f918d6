import { pipeline } from "node:stream/promises";
import { sql } from "drizzle-orm";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import { SourcingError } from "../../values/errors.ts";
import type { Sql } from "../database.ts";
import type { Connection } from "./connection.ts";
import type { CopiedRelation } from "./read-tables.ts";
import type { CopiedTable } from "./store-copy.ts";

const countRow = z.object({ count: z.number() });

/**
 * Streams the rows of a table from one database into another, as text, which every version of Postgres reads. Generated ids are
 * kept. Returns the number of rows on both sides. @throws SourcingError if they differ
 */
export async function copyRows(
  source: Connection,
  target: Connection,
  table: CopiedRelation,
): Promise<CopiedTable> {
  const columns = `${table.quoted} (${table.columns.join(", ")})`;
  await pipeline(
    source.client.query(copyTo(`copy ${columns} to stdout`)),
    target.client.query(copyFrom(`copy ${columns} from stdin`)),
  );
  const copied = {
    table: table.name,
    source: await countRows(source.sql, table),
    target: await countRows(target.sql, table),
  };
  if (copied.source === copied.target) return copied;
  throw new SourcingError(
    `${table.name} has ${copied.source} rows here and ${copied.target} there: nothing was copied`,
  );
}

export async function countRows(db: Sql, { quoted }: CopiedRelation): Promise<number> {
  return (await db.row(countRow, sql`select count(*) as count from ${sql.raw(quoted)}`)).count;
}
