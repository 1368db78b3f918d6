import { historyOf } from "../../privacy/history-of.ts";
import type { PersonFile } from "../../privacy/store/read-person-file.ts";

/** What everything about people came from. */
export function describeSource(baseUrl: string): string {
  return `Leonar advanced profile search, ${baseUrl}/sourcing/advanced/profiles/search`;
}

export interface PersonContext {
  /** Days since collection after which people are deleted; null: never. */
  readonly retentionDays: number | null;
  readonly baseUrl: string;
}

/** When a person is deleted, or null. */
export function deletedAt({ firstSeenAt }: PersonFile, days: number | null): Date | null {
  if (days === null) return null;
  const date = new Date(firstSeenAt);
  date.setUTCDate(date.getUTCDate() + days);
  return date;
}

/** What is known about a person and where it came from. */
export function toPersonJson(file: PersonFile, { retentionDays, baseUrl }: PersonContext) {
  const history = historyOf(file);
  const { contacts: _contacts, ...record } = file.record;
  return {
    ...record,
    contacts: history?.contacts ?? file.record.contacts,
    history: Object.fromEntries(history?.fields ?? []),
    source: describeSource(baseUrl),
    collectedAt: file.firstSeenAt,
    lastChangedAt: file.lastChangedAt,
    deletedAt: deletedAt(file, retentionDays),
    noticeDueAt: file.noticeDueAt,
    noticeSentAt: file.noticeSentAt,
    sightings: file.sightings,
    exports: file.exports,
  };
}

/** Everything that is held about a person, for an answer to a request of access. */
export function toAccessJson(file: PersonFile, context: PersonContext) {
  return {
    ...toPersonJson(file, context),
    versions: file.forms.map(({ raw, ...form }) => ({ ...form, raw: JSON.parse(raw) })),
    rejected: file.rejected.map(({ raw, ...form }) => ({ ...form, raw: JSON.parse(raw) })),
    rawAnswersOfCalls: file.bodies,
  };
}
