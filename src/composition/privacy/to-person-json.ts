import { historyOf } from "../../privacy/history-of.ts";
import type { PersonFile } from "../../privacy/store/read-person-file.ts";
import { parseExactJson } from "../../values/exact-json.ts";

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

/** Everything that is held about a person, for an answer to a request of access, as JSON in which numbers keep their text. */
export function toAccessJson(file: PersonFile, context: PersonContext): string {
  const versions = file.forms.map(({ raw, ...form }) => withRaw(form, raw));
  const rejected = file.rejected.map(({ raw, ...form }) => withRaw(form, raw));
  const rest = { ...toPersonJson(file, context), rawAnswersOfCalls: file.bodies };
  const lists = `"versions":[${versions.join(",")}],"rejected":[${rejected.join(",")}]`;
  const { value, toJson } = parseExactJson(`${JSON.stringify(rest).slice(0, -1)},${lists}}`);
  return toJson(value, 2);
}

function withRaw(form: object, raw: string): string {
  return `${JSON.stringify(form).slice(0, -1)},"raw":${raw}}`;
}
