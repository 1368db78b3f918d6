import { everyColumn } from "./every-column.ts";
import type { ExportFormat } from "./export-format.ts";

export const jsonl: ExportFormat = {
  name: "jsonl",
  about: "every column, one JSON object a line, for programs",
  lines: "json",
  columns: everyColumn,
  rowsPerFile: null,
  key: null,
  needsContacts: false,
  onePerProfile: false,
  refuse: null,
};
