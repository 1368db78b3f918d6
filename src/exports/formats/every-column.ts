import type { Candidate } from "../candidate.ts";
import type { ColumnOptions, ExportColumn } from "./export-format.ts";

const BASE_COLUMNS = [
  "profile_id",
  "full_name",
  "first_name",
  "last_name",
  "headline",
  "location",
  "current_title",
  "current_company",
  "linkedin_url",
  "skills",
  "specs",
  "open_to_work",
  "first_seen_at",
  "last_changed_at",
  "last_seen_at",
  "has_work_email",
  "has_personal_email",
  "has_phone",
] as const satisfies readonly (keyof Candidate)[];
const CONTACT_COLUMNS = ["emails", "phones"] as const;

/** All columns of a candidate, followed by the other columns of the query. */
export function everyColumn({ contacts, more }: ColumnOptions): readonly ExportColumn[] {
  const base = [...BASE_COLUMNS, ...(contacts ? CONTACT_COLUMNS : [])];
  const names: ReadonlySet<string> = new Set([...BASE_COLUMNS, ...CONTACT_COLUMNS]);
  return [
    ...base.map((name): ExportColumn => ({ name, value: (candidate) => candidate[name] })),
    ...more
      .filter((name) => !names.has(name))
      .map((name): ExportColumn => ({ name, value: (candidate) => candidate.more[name] ?? null })),
  ];
}
