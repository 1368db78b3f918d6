import type { Candidate } from "../candidate.ts";
import type { ColumnOptions, ExportColumn } from "./export-format.ts";

const KNOWN = [
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
const REACH = ["emails", "phones"] as const;

/** All that is known of a candidate, and behind it what only the query says. */
export function everyColumn({ contacts, more }: ColumnOptions): readonly ExportColumn[] {
  const own = [...KNOWN, ...(contacts ? REACH : [])];
  const names: ReadonlySet<string> = new Set([...KNOWN, ...REACH]);
  return [
    ...own.map((name): ExportColumn => ({ name, value: (candidate) => candidate[name] })),
    ...more
      .filter((name) => !names.has(name))
      .map((name): ExportColumn => ({ name, value: (candidate) => candidate.more[name] ?? null })),
  ];
}
