import { toText } from "../../composition/questions/stream-rows.ts";
import { toPrintableLine } from "../../values/printable-text.ts";
import { padTo, widthOf } from "./text-width.ts";

interface Rows {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<readonly unknown[]>;
}

/**
 * Shows each row as a block with a line for each column, whole, for rows of more columns than a terminal has room for.
 * @param limit most rows; one more may be given, so that the note at the end knows whether these are all; null: all
 */
export async function* renderVertical({ columns, rows }: Rows, limit: number | null): AsyncGenerator<string> {
  const heads = columns.map(toPrintableLine);
  const width = Math.max(0, ...heads.map(widthOf));
  let count = 0;
  let isAll = true;
  for await (const row of rows) {
    isAll = limit === null || count < limit;
    if (!isAll) break;
    count += 1;
    const lines = heads.map((head, index) =>
      `${padTo(head, width)} │ ${toPrintableLine(toText(row[index]))}`.trimEnd(),
    );
    yield `─ row ${count} ${"─".repeat(Math.max(1, width - `─ row ${count} `.length + 1))}\n${lines.join("\n")}\n`;
  }
  const shown = count === 1 ? "1 row" : `${count} rows`;
  yield isAll ? `${shown}\n` : `first ${shown}: --limit N for more\n`;
}
