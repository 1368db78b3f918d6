import { sql } from "drizzle-orm";
import { z } from "zod";
import { type CallName, IS_NAMED } from "../../credits/store/call-booking.ts";
import type { Sql, Transaction } from "../../database/database.ts";
import { packBytes, unpackBytes } from "../../values/packed-bytes.ts";

const bodyRow = z.object({ body: z.instanceof(Uint8Array), encoding: z.enum(["identity", "gzip"]) });

/** The bytes of an answer as they are stored: gzip, as the API sent them or as this program compressed them. */
export interface PackedBody extends CallName {
  readonly packed: Uint8Array;
}

/** Reads the bytes of an answer, decompressed; null: none are stored. */
export async function readCallBody(db: Sql, callId: number): Promise<Uint8Array | null> {
  const [row] = await db.rows(bodyRow, sql`select body, encoding from call_bodies where call_id = ${callId}`);
  if (row === undefined) return null;
  return row.encoding === "gzip" ? unpackBytes(row.body) : row.body;
}

/** Replaces the stored bytes of an answer, such as by bytes without the people who are erased. */
export async function replaceCallBody(db: Sql, callId: number, body: Uint8Array): Promise<void> {
  const packed = Buffer.from(await packBytes(body));
  await db.execute(sql`update call_bodies set body = ${packed}, encoding = 'gzip' where call_id = ${callId}`);
}

/** Stores the bytes of answers to calls that are there; those of an answer that was recorded before stay. */
export function keepBodies(tx: Transaction, bodies: readonly PackedBody[]): void {
  if (bodies.length === 0) return;
  let from = 1;
  const places = bodies.map(({ callId, attempt, packed }) => {
    const place = { id: callId, attempt, from, length: packed.byteLength };
    from += packed.byteLength;
    return place;
  });
  const all = Buffer.concat(bodies.map(({ packed }) => packed));
  tx.send(
    sql`insert into call_bodies as kept (call_id, body, encoding)
        select calls.id, substring(${all}::bytea from named."from" for named.length), 'gzip'
        from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
            as named(id bigint, attempt uuid, "from" integer, length integer)
          join calls on ${IS_NAMED}
        order by calls.id
        on conflict (call_id) do update set body = excluded.body, encoding = excluded.encoding
        where (select outcome from calls where id = kept.call_id) is distinct from 'answered'`,
  );
}
