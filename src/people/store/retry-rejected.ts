import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Sql, Transaction } from "../../database/database.ts";
import type { Receipt } from "../merge.ts";
import { hashProfiles, peopleOn, planPage } from "../page-plan.ts";
import { parseProfileText, type ReceivedProfile } from "../profile.ts";
import { lockErasure } from "./lock-erasure.ts";
import { addHistories, lockPeople, readPeople } from "./read-people.ts";
import { findSuppressed, redactSuppressed, type SuppressionSecret } from "./suppressed-people.ts";
import { answerTimeOf, writeMarks, writeProfiles, writeSightings } from "./write-people.ts";

const callRow = z.object({ callId: z.number().nullable() });
const detailRow = z.object({ experiences: z.boolean(), educations: z.boolean(), receivedOn: z.string() });
const rejectedRow = z.object({ position: z.number(), raw: z.string() });

/**
 * Parses the rejected profiles of the next call again. Those that can be parsed now are stored with the dates of their call,
 * as a part of a page applied late. The counts of the run do not change.
 */
export async function retryRejected(
  db: Database,
  keys: SuppressionSecret,
  afterCall: number,
): Promise<{ callId: number; readable: number } | null> {
  const { callId } = await db.row(
    callRow,
    sql`select min(call_id) as "callId" from rejected_profiles where call_id > ${afterCall}`,
  );
  if (callId === null) return null;
  return { callId, readable: await db.transaction((tx) => retryCall(tx, keys, callId)) };
}

async function retryCall(tx: Transaction, keys: SuppressionSecret, callId: number): Promise<number> {
  await lockErasure(tx, "shared");
  const call = await lockCallDetail(tx, callId);
  const received = await readRejectedOfCall(tx, callId);
  const ids = received.flatMap((entry) => (entry.kind === "profile" ? entry.profile.profileId : []));
  await lockPeople(tx, ids);
  const suppressed = await findSuppressed(tx, keys, received);
  if (suppressed.size > 0) await redactSuppressed(tx, callId, suppressed);
  const kept = hashProfiles(received, call).filter(({ position }) => !suppressed.has(position));
  const known = await addHistories(tx, await readPeople(tx, [{ callId, people: peopleOn(kept) }]), callId);
  const plan = planPage(kept, known, call, suppressed.size);
  writeProfiles(tx, { at: answerTimeOf(callId) }, plan.profiles, known);
  writeSightings(tx, [{ callId, plan, detail: call }]);
  writeMarks(tx, plan.marks);
  keepRejected(tx, callId, plan.rejected);
  return plan.sightings.length;
}

/** Returns how the answer of a call was received, and locks the call, so that no walk applies its page at the same time. */
function lockCallDetail(tx: Sql, callId: number): Promise<Receipt> {
  return tx.row(
    detailRow,
    sql`select coalesce((walks.search->>'detailed_experience')::boolean, false) as experiences,
          coalesce((walks.search->>'detailed_education')::boolean, false) as educations,
          to_char(answered_at at time zone 'UTC', 'YYYY-MM-DD') as "receivedOn"
        from calls join walks on walks.id = calls.walk_id where calls.id = ${callId} for no key update of calls`,
  );
}

async function readRejectedOfCall(tx: Sql, callId: number): Promise<ReceivedProfile[]> {
  const rows = await tx.rows(
    rejectedRow,
    sql`select position, raw from rejected_profiles where call_id = ${callId} order by position`,
  );
  return rows.map(({ position, raw }) => parseProfileText(raw, position));
}

function keepRejected(
  tx: Transaction,
  callId: number,
  rejected: readonly Pick<ReceivedProfile, "position">[],
): void {
  const positions = JSON.stringify(rejected.map(({ position }) => position));
  tx.send(
    sql`delete from rejected_profiles where call_id = ${callId}
          and position not in (select jsonb_array_elements_text(${positions}::jsonb)::integer)`,
  );
}
