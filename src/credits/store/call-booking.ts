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

/** The rows `named` of a query (id, attempt), for `IS_NAMED`. */
function namedCalls(names: readonly CallName[]): SQL {
  const rows = names.map(({ callId, attempt }) => ({ id: callId, attempt }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as named(id bigint, attempt uuid)`;
}

/** The condition that a row of `calls` is the call of a row of `named`. */
export const IS_NAMED: SQL = sql`calls.id = named.id and (named.attempt is null or calls.attempt = named.attempt)`;

const COLUMNS = sql`calls.status, outcome, reserved_credits as reserved, credits, key_id as "keyId", alone as exclusive,
  (select dearest from price_classes prices
    where prices.key_id = calls.key_id and prices.price_class = calls.price_class) as "maxPriceSeen"`;

/** Reads what is booked for calls, by their ids; a call that is not there is left out. */
export async function readBookings(tx: Sql, names: readonly CallName[]): Promise<Map<number, RecordedCall>> {
  const rows = await tx.rows(
    callRow.extend({ id: z.number() }),
    sql`select calls.id, ${COLUMNS} from ${namedCalls(names)} join calls on ${IS_NAMED}`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Locks a call and reads what is booked for it. The ledger must be locked. @throws StoreWentBack */
export async function lockCall(
  tx: Sql,
  callId: number,
  attempt: string | null = null,
): Promise<RecordedCall> {
  const [call] = await tx.rows(
    callRow,
    sql`select ${COLUMNS} from ${namedCalls([{ callId, attempt }])} join calls on ${IS_NAMED} for no key update of calls`,
  );
  if (call === undefined) throw new StoreWentBack(`call ${callId}`);
  return call;
}

/** The booking of a call, by its status. */
export function callBookingOf({ status, reserved, credits }: RecordedCall): CallBooking {
  if (status === "settled") return { account: "spent", credits: credits ?? 0 };
  return { account: status === "sent" ? "reserved" : "suspense", credits: reserved };
}
