import type { NoticeEntry } from "../../privacy/notice-entry.ts";
import { parseTable } from "../../specs/sheets/parse-table.ts";
import { InvalidSheet } from "../../specs/sheets/sheet-problem.ts";
import { UsageError } from "../../values/errors.ts";

/** The columns that `notices --csv` writes and `notices sent --file` reads. */
export const NOTICE_COLUMNS = {
  id: "profile_id",
  name: "full_name",
  url: "linkedin_url",
  emails: "emails",
} as const;

/** Reads ids one a line, or the people of a CSV with a column `profile_id`. @throws UsageError for what is not a table */
export function readNoticeFile(text: string): NoticeEntry[] {
  const [header, ...rows] = toRows(text);
  const columnOf = (name: string) => header?.cells.findIndex((cell) => cell.trim() === name) ?? -1;
  const hasHeader = columnOf(NOTICE_COLUMNS.id) !== -1;
  const entries = (hasHeader ? rows : [header, ...rows]).map((row): NoticeEntry => {
    const cellOf = (name: string) => (hasHeader ? row?.cells[columnOf(name)]?.trim() || null : null);
    return {
      profileId: (hasHeader ? cellOf(NOTICE_COLUMNS.id) : row?.cells[0]?.trim()) ?? "",
      fullName: cellOf(NOTICE_COLUMNS.name),
      linkedinUrl: cellOf(NOTICE_COLUMNS.url),
      emails: cellOf(NOTICE_COLUMNS.emails),
    };
  });
  return entries.filter(({ profileId }) => profileId !== "");
}

function toRows(text: string) {
  try {
    return parseTable(text).rows;
  } catch (error) {
    throw error instanceof InvalidSheet ? new UsageError(error.message) : error;
  }
}
