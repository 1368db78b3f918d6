import { canonicalJson } from "../values/json.ts";
import { type Contact, contactKey } from "./contacts.ts";
import { type DetailFlags, type MergedProfile, mergeProfile } from "./merge.ts";
import type { Profile } from "./profile.ts";

/** What one answer showed of somebody, and when. */
export interface SeenForm {
  readonly profile: Profile;
  readonly detail: DetailFlags;
  readonly seenAt: Date;
  readonly callId: number;
}

/** Fields that have a history; the rest are the id and marks of how a list was asked for. */
export const HISTORY_FIELDS = [
  "fullName",
  "firstName",
  "lastName",
  "currentTitle",
  "currentCompany",
  "headline",
  "location",
  "linkedinUrl",
  "summary",
  "openToWork",
  "skills",
  "experiences",
  "educations",
] as const satisfies readonly (keyof MergedProfile)[];
export type HistoryField = (typeof HISTORY_FIELDS)[number];

/** A value and when it was first seen. */
export interface FieldChange {
  readonly value: MergedProfile[HistoryField];
  readonly since: Date;
  readonly callId: number;
}

export interface PersonHistory {
  /** As the last form leaves them. */
  readonly record: MergedProfile;
  /** Of each field that ever had a value its values, oldest first. The last one is that of `record`. */
  readonly fields: ReadonlyMap<HistoryField, readonly FieldChange[]>;
  readonly contacts: readonly (Contact & { readonly since: Date })[];
}

/**
 * Tells how somebody came to be what they are, by merging what was seen of them step by step.
 * @param seen in the order of the calls; at least one
 */
export function personHistory(seen: readonly SeenForm[]): PersonHistory {
  let record: MergedProfile | null = null;
  const fields = new Map<HistoryField, FieldChange[]>();
  const contactsSince = new Map<string, Date>();
  for (const { profile, detail, seenAt, callId } of seen) {
    const before: MergedProfile | null = record;
    record = mergeProfile(before, profile, detail);
    for (const name of HISTORY_FIELDS) {
      const value = record[name];
      if (before === null ? isNothing(value) : canonicalJson(before[name]) === canonicalJson(value)) continue;
      fields.set(name, [...(fields.get(name) ?? []), { value, since: seenAt, callId }]);
    }
    for (const contact of record.contacts)
      if (!contactsSince.has(contactKey(contact))) contactsSince.set(contactKey(contact), seenAt);
  }
  if (record === null) throw new RangeError("a history is made of at least one form");
  const contacts = record.contacts.flatMap((contact) => {
    const since = contactsSince.get(contactKey(contact));
    return since === undefined ? [] : { ...contact, since };
  });
  return { record, fields, contacts };
}

/** Whether a field says nothing, as it does before anything was seen. */
function isNothing(value: MergedProfile[HistoryField]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
