import { toPrintableJson } from "../../values/printable-text.ts";
import { withApp } from "../command/with-app.ts";
import { renderRows } from "../screen/render-rows.ts";
import { screenWidth } from "../screen/screen-width.ts";
import { writeOut } from "../screen/write-out.ts";

export interface AuditOptions {
  readonly json?: boolean;
  /** Most rows; a table has the newest 50 unless told, JSON has all. */
  readonly limit?: number;
}

const ROWS_ON_SCREEN = 50;
const COLUMNS = ["when", "who", "command", "of what", "people"];

/** Lists who was given contacts of people or everything about one, newest first. Returns the exit code. */
export async function showAudit({ json, limit }: AuditOptions): Promise<void> {
  const lines = await withApp(({ audit }) => audit.read(limit ?? (json === true ? null : ROWS_ON_SCREEN)));
  if (json === true) process.stdout.write(`${toPrintableJson({ audit: lines })}\n`);
  else if (lines.length === 0) process.stderr.write("No contacts of people were given to anybody yet.\n");
  else {
    const rows = lines.map(({ happenedAt, actor, command, subject, people }) => [
      happenedAt,
      actor,
      command,
      subject,
      people,
    ]);
    const layout = { format: "table", width: screenWidth(), limit: null } as const;
    await writeOut(renderRows({ columns: COLUMNS, rows }, layout));
  }
}
