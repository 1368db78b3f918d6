import {
  type CsvLayout,
  isNumeric,
  type Row,
  type Rows,
  streamRows,
  toText,
} from "../../composition/questions/stream-rows.ts";
import { UsageError } from "../../values/errors.ts";
import { renderTable } from "./render-table.ts";

export const ROW_FORMATS = ["table", "csv", "json", "jsonl"] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** Characters of a cell in a table; the other formats never cut a cell. */
const CELL_WIDTH = { min: 8, max: 60 };

/** Reads a `--format`. @throws UsageError */
export function toRowFormat(text: string): RowFormat {
  const format = ROW_FORMATS.find((name) => name === text);
  if (format === undefined) throw new UsageError(`--format takes ${ROW_FORMATS.join(", ")}`);
  return format;
}

export interface RowLayout {
  readonly format: RowFormat;
  /** Columns of the terminal. */
  readonly width: number;
  readonly csv?: CsvLayout;
  /** Most rows of a table, which may be given one more to know that it is not all; null: all. */
  readonly limit: number | null;
}

/** Rows of a query in one of the formats; ends with a line break. Only a table is held as a whole. */
export function renderRows(answer: Rows, layout: RowLayout): AsyncIterable<string> {
  return layout.format === "table" ? toTable(answer, layout) : streamRows(answer, layout.format, layout.csv);
}

async function* toTable({ columns, rows }: Rows, { width, limit }: RowLayout): AsyncGenerator<string> {
  const kept: Row[] = [];
  let isAll = true;
  for await (const row of rows) {
    isAll = limit === null || kept.length < limit;
    if (!isAll) break;
    kept.push(row);
  }
  const count = kept.length === 1 ? "1 row" : `${kept.length} rows`;
  const note = isAll ? count : `first ${count}: --limit N for more, --format csv for all`;
  const shown = columns.map((head, index) => ({
    head,
    align: isNumeric(kept, index) ? ("right" as const) : ("left" as const),
    shorten: CELL_WIDTH,
  }));
  const cells = kept.map((row) => row.map(toText));
  yield `${renderTable(shown, cells, width)}\n${note}\n`;
}
