import type { ExportRecord } from "../../exports/store/list-exports.ts";
import { UsageError } from "../../values/errors.ts";
import { toPrintableJson } from "../../values/printable-text.ts";
import { withApp } from "../command/with-app.ts";
import { renderRows } from "../screen/render-rows.ts";
import { screenWidth } from "../screen/screen-width.ts";
import { writeOut } from "../screen/write-out.ts";

const COLUMNS = [
  "export",
  "when",
  "destination",
  "format",
  "people",
  "left out",
  "contacts",
  "options",
  "undone",
];

/** Lists exports, newest first. */
export async function listExports({ json }: { readonly json?: boolean }): Promise<void> {
  const records = await withApp(({ exports }) => exports.list());
  if (json === true) process.stdout.write(`${toPrintableJson(records)}\n`);
  else if (records.length === 0) process.stderr.write("Nothing was exported yet: `sourcing export`.\n");
  else {
    const layout = { format: "table", width: screenWidth(), limit: null } as const;
    await writeOut(renderRows({ columns: COLUMNS, rows: records.map(toRow) }, layout));
  }
}

function toRow(record: ExportRecord): readonly unknown[] {
  const { id, exportedAt, destination, format, people, leftOut, contacts, filter, undoneAt } = record;
  const options = Object.entries(filter).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${value}`,
  );
  return [
    id,
    exportedAt,
    destination,
    format,
    people,
    leftOut,
    contacts ? "yes" : "no",
    options.join(" "),
    undoneAt,
  ];
}

/** Takes an export back. @throws UsageError where there is none of that number */
export async function undoExport(id: number): Promise<void> {
  const record = await withApp(({ exports }) => exports.undo(id));
  if (record === null)
    throw new UsageError(`there is no export ${id}: \`sourcing exports\` lists those there are`);
  const { people, destination } = record;
  process.stderr.write(
    `Export ${id} is taken back: its ${people} people are new to ${destination} again, for \`--new\`. ` +
      `Nothing was deleted at ${destination} or in files: do that there.\n`,
  );
}
