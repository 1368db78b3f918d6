import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { textList } from "../../database/text-list.ts";
import { withFormerKeys } from "../../people/identity/former-keys.ts";
import { keyText, type PersonKey } from "../../people/identity/person-keys.ts";

/** An address of more people is a shared mailbox, which says nothing about who is who. */
const MAX_HOLDERS = 3;

const holderRow = z.object({ value: z.string(), profileId: z.string() });

/** Returns the keys without the e-mail addresses that more than three stored people hold. */
export async function withoutSharedAddresses(db: Sql, keys: readonly PersonKey[]): Promise<PersonKey[]> {
  const emails = keys.filter(({ kind }) => kind === "email");
  if (emails.length === 0) return [...keys];
  const formsOf = new Map(emails.map((key) => [keyText(key), withFormerKeys(key).map(({ value }) => value)]));
  const rows = await db.rows(
    holderRow,
    sql`select value, profile_id as "profileId" from contacts
        where kind = 'email' and value in (${textList([...formsOf.values()].flat())})`,
  );
  const holdersOf = (forms: readonly string[]) =>
    new Set(rows.filter(({ value }) => forms.includes(value)).map(({ profileId }) => profileId)).size;
  return keys.filter((key) => holdersOf(formsOf.get(keyText(key)) ?? []) <= MAX_HOLDERS);
}
