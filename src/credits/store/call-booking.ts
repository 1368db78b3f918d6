import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { StoreWentBack } from "../../values/errors.ts";
import type { CallBooking } from "../postings.ts";

const callRow = z.object({
  status: z.enum(["sent", "suspense", "settled"]),
  outcome: z.string().nullable(),
  reserved: z.number(),
  credits: z.number().nullable(),
  keyId: z.string(),
  exclusive: z.boolean(),
  /** Largest price that an answer of its class has named by now; null: none has. */
  maxPriceSeen: z.number().nullable(),
});
export type RecordedCall = z.infer<typeof callRow>;

/** Names a call. */
export interface CallName {
  readonly callId: number;
  /** The UUID under which it was opened: a database that went back in time gives numbers again. Null: the number is enough. */
  readonly attempt: string | null;
}

/** The condition that a row of `calls` is that call. */
export function isCall({ callId, attempt }: CallName): SQL {
  return attempt === null ? sql`id = ${callId}` : sql`id = ${callId} and attempt = ${attempt}::uuid`;
}

/** Reads what is booked for a call. @throws StoreWentBack */
export async function readBooking(tx: Sql, name: CallName, lock: SQL = sql``): Promise<RecordedCall> {
  const [call] = await tx.rows(
    callRow,
    sql`select status, outcome, reserved_credits as reserved, credits, key_id as "keyId", alone as exclusive,
          (select dearest from price_classes prices
            where prices.key_id = calls.key_id and prices.price_class = calls.price_class) as "maxPriceSeen"
        from calls where ${isCall(name)} ${lock}`,
  );
  if (call === undefined) throw new StoreWentBack(`call ${name.callId}`);
  return call;
}

/** Locks a call and reads what is booked for it. The ledger must be locked. */
export function lockCall(tx: Sql, callId: number, attempt: string | null = null): Promise<RecordedCall> {
  return readBooking(tx, { callId, attempt }, sql`for no key update`);
}

/** The booking of a call, by its status. */
export function callBookingOf({ status, reserved, credits }: RecordedCall): CallBooking {
  if (status === "settled") return { account: "spent", credits: credits ?? 0 };
  return { account: status === "sent" ? "reserved" : "suspense", credits: reserved };
}
