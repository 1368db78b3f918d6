import { everyColumn } from "./every-column.ts";
import type { ExportFormat } from "./export-format.ts";

export const csv: ExportFormat = {
  name: "csv",
  about: "every column, for spreadsheets",
  lines: "csv",
  columns: everyColumn,
  rowsPerFile: null,
  key: null,
  needsContacts: false,
  onePerProfile: false,
  refuse: null,
};
