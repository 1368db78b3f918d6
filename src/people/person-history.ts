import { canonicalJson } from "../values/json.ts";
import { type Contact, contactKey } from "./contacts.ts";
import { mergeProfile, type Receipt } from "./merge.ts";
import type { MergedProfile } from "./merged-profile.ts";
import type { Profile } from "./profile.ts";

/** One version of a person, and when it was received. */
export interface DatedVersion {
  readonly profile: Profile;
  readonly detail: Receipt;
  readonly seenAt: Date;
  readonly callId: number;
}

/** The fields that have a history: all but the id and the detail flags. */
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
  /** The profile after the last version. */
  readonly profile: MergedProfile;
  /** The values of each field that ever had one, oldest first. The last one is that of `profile`. */
  readonly fields: ReadonlyMap<HistoryField, readonly FieldChange[]>;
  readonly contacts: readonly (Contact & { readonly since: Date })[];
}

/**
 * Returns the history of a person's fields, by merging their versions step by step.
 * @param versions in the order of the calls; at least one
 */
export function personHistory(versions: readonly DatedVersion[]): PersonHistory {
  let record: MergedProfile | null = null;
  const fields = new Map<HistoryField, FieldChange[]>();
  const contactsSince = new Map<string, Date>();
  for (const { profile, detail, seenAt, callId } of versions) {
    const before: MergedProfile | null = record;
    record = mergeProfile(before, profile, detail);
    for (const name of HISTORY_FIELDS) {
      const value = record[name];
      if (before === null ? isEmptyValue(value) : canonicalJson(before[name]) === canonicalJson(value))
        continue;
      fields.set(name, [...(fields.get(name) ?? []), { value, since: seenAt, callId }]);
    }
    for (const contact of record.contacts)
      if (!contactsSince.has(contactKey(contact))) contactsSince.set(contactKey(contact), seenAt);
  }
  if (record === null) throw new RangeError("a history is made of at least one version");
  const contacts = record.contacts.flatMap((contact) => {
    const since = contactsSince.get(contactKey(contact));
    return since === undefined ? [] : { ...contact, since };
  });
  return { profile: record, fields, contacts };
}

/** Returns whether a field has no value, as in an empty profile. */
function isEmptyValue(value: MergedProfile[HistoryField]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
