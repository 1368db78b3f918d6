import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql } from "../../database/database.ts";
import { lockLedger } from "../../database/lock-ledger.ts";
import { UsageError } from "../../values/errors.ts";
import { nameOfPriceClass } from "../price-class.ts";
import type { PriceLine } from "../spend-report.ts";

const callSchema = z.object({ call: z.number(), spec: z.string(), run: z.number(), page: z.number() });
const priceRow = z.object({
  key: z.string(),
  priceClass: z.string(),
  credits: z.number().nullable(),
  call: callSchema.nullable(),
  outlier: z.number().nullable(),
  outlierCall: callSchema.nullable(),
});

const CALL = sql`jsonb_build_object('call', calls.id, 'spec', spec, 'run', run_id, 'page', page)`;

/** What each class is held to cost with each key, and which call taught it. */
export async function readPrices(db: Sql): Promise<PriceLine[]> {
  const rows = await db.rows(
    priceRow,
    sql`select prices.key_id as key, prices.price_class as "priceClass", nullif(dearest, 0) as credits, outlier,
          (select ${CALL} from calls where calls.id = dearest_call_id) as call,
          (select ${CALL} from calls where calls.id = outlier_call_id) as "outlierCall"
        from price_classes prices order by 1, 2`,
  );
  return rows.map((row) => ({ ...row, priceClass: nameOfPriceClass(row.priceClass) }));
}

/**
 * Forgets what a class was seen to cost, with every key: `PAGE_CREDITS` is reserved again, and the next call goes alone.
 * @param name as `nameOfPriceClass` gives it
 * @throws UsageError where no such class was bought
 */
export async function forgetPrice(db: Database, name: string): Promise<void> {
  await db.transaction(async (tx) => {
    await lockLedger(tx);
    const known = await tx.rows(
      z.object({ priceClass: z.string() }),
      sql`select distinct price_class as "priceClass" from price_classes`,
    );
    const found = known.find(({ priceClass }) => nameOfPriceClass(priceClass) === name);
    if (found === undefined) {
      const names = known.map(({ priceClass }) => nameOfPriceClass(priceClass)).join(", ");
      throw new UsageError(
        `there is no price of a class ${name}: ${names === "" ? "nothing was bought yet" : `there are ${names}`}`,
      );
    }
    await tx.execute(
      sql`update price_classes set dearest = 0, dearest_call_id = null, outlier = null, outlier_call_id = null
          where price_class = ${found.priceClass}`,
    );
  });
}
