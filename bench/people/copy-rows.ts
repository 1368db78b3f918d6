import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

export type CopyValue = string | number | boolean | null | readonly string[] | Date;

/** Sends rows by COPY. @param into table and columns, as COPY names them */
export async function copyRows(
  client: pg.Client,
  into: string,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  await copyLines(client, into, toLines(rows));
}

/** @param lines texts as `toLines` gives them */
export async function copyLines(client: pg.Client, into: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), client.query(copyFrom(`copy ${into} from stdin`)));
}

const LINES_IN_CHUNK = 500;

/** Rows as COPY reads them, many in each text. */
export function* toLines(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(`${row.map(toField).join("\t")}\n`);
    if (lines.length < LINES_IN_CHUNK) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function toField(value: CopyValue): string {
  if (value === null) return "\\N";
  if (value instanceof Date) return value.toISOString();
  const text = Array.isArray(value) ? toArray(value) : String(value);
  return text.replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found);
}

function toArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
