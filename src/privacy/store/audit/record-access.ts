import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../../../database/database.ts";

/** Data of people that a command gives: addresses and numbers, or everything about somebody. */
export interface Access {
  /** Account and machine, as account@host. */
  readonly actor: string;
  readonly command: "query" | "export" | "person" | "notices";
  /** The query, or the destination of an export; null for a command about one person, who may ask to be forgotten. */
  readonly subject: string | null;
  /** How many people or rows were given; null: nobody counted. */
  readonly people: number | null;
}

const mayRow = z.object({ may: z.boolean() });

/** Returns whether this login may add to the audit. */
export async function mayRecordAccess(db: Database): Promise<boolean> {
  const { may } = await db.row(mayRow, sql`select has_table_privilege('audit', 'insert') as may`);
  return may;
}

/** Adds one row to the audit, which nobody changes or deletes. @throws StoreUnavailable, StoreRefused */
export async function recordAccess(db: Database, { actor, command, subject, people }: Access): Promise<void> {
  await db.execute(
    sql`insert into audit (actor, command, subject, people) values (${actor}, ${command}, ${subject}, ${people})`,
  );
}
