import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { decodeFile } from "../../specs/sheets/decode-file.ts";
import type { ParsedSheet, SheetRow } from "../../specs/sheets/parse-table.ts";
import { readSpecTable, readTable, refusedSheet, type SpecSheet } from "../../specs/sheets/read-specs.ts";
import { InvalidSheet } from "../../specs/sheets/sheet-problem.ts";
import { UsageError } from "../../values/errors.ts";

/** The largest form with a sheet in it, in bytes: a file of 8 MB as base64, with what a form adds to it. */
export const MOST_UPLOAD_BYTES = 12 * 1024 * 1024;
const MOST_STATE_BYTES = 8 * 1024 * 1024;
const MOST_TABLE_BYTES = 64 * 1024 * 1024;

const stateSchema = z.object({
  delimiter: z.enum([",", ";", "\t"]),
  rows: z.array(z.object({ line: z.number().int().positive(), cells: z.array(z.string()) })),
});

/** What the forms of the upload page send: pasted text, a file as a data URL, or the table of the page before with its cells edited. */
export const uploadForm = z
  .object({
    text: z.string().default(""),
    file: z.string().default(""),
    state: z.string().default(""),
    sheet: z.string().trim().max(100).default(""),
    header: z
      .string()
      .trim()
      .regex(/^\d{0,6}$/, "expected the number of a line")
      .default("")
      .transform((line) => (Number(line) > 0 ? Number(line) : null)),
  })
  .catchall(z.string());
export type UploadForm = z.output<typeof uploadForm>;

/** A sheet as a form brought it. */
export interface UploadedSheet {
  /** Null: it could not be cut into cells. */
  readonly table: ParsedSheet | null;
  /** The text that could not be cut into cells, to be mended; null where there is a table, or no text. */
  readonly text: string | null;
  readonly headerLine: number | null;
  readonly sheet: SpecSheet;
}

/** Reads the sheet of a form, with what was edited on the page. @throws UsageError where the form brings none */
export function readUpload(form: UploadForm): UploadedSheet {
  const { header: headerLine } = form;
  const place = headerLine === null ? {} : { headerLine };
  if (form.state !== "") {
    const table = withEdits(unpackTable(form.state), form);
    return { table, text: null, headerLine, sheet: readSpecTable(table, place) };
  }
  const bytes = bytesOf(form);
  try {
    const table = readTable(bytes, form.sheet === "" ? {} : { sheet: form.sheet });
    return { table, text: null, headerLine, sheet: readSpecTable(table, place) };
  } catch (error) {
    if (!(error instanceof InvalidSheet)) throw error;
    return {
      table: null,
      text: form.file === "" ? form.text : textOf(bytes),
      headerLine,
      sheet: refusedSheet(error.problems),
    };
  }
}

function bytesOf({ file, text }: UploadForm): Uint8Array {
  if (file !== "") return Buffer.from(file.slice(file.indexOf(",") + 1), "base64");
  if (text.trim() === "") throw new UsageError("choose a file, or paste the cells of a sheet");
  return Buffer.from(text, "utf8");
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return decodeFile(bytes);
  } catch (error) {
    if (error instanceof InvalidSheet) return null;
    throw error;
  }
}

/** The field of one cell. @param at its position in the row, from 0 */
export function cellField(line: number, at: number): string {
  return `cell_${line}_${at}`;
}

/** The field that leaves a row out. */
export function dropField(line: number): string {
  return `drop_${line}`;
}

function withEdits({ delimiter, rows }: ParsedSheet, form: UploadForm): ParsedSheet {
  const fields = new Map(Object.entries(form));
  return {
    delimiter,
    rows: rows
      .filter(({ line }) => fields.get(dropField(line)) !== "on")
      .map((row) => ({ line: row.line, cells: editedCells(row, fields) })),
  };
}

/** The cells of a row as edited; it becomes longer where a cell after its last one was filled in. */
function editedCells({ line, cells }: SheetRow, fields: ReadonlyMap<string, unknown>): readonly string[] {
  const edited = (at: number) => {
    const value = fields.get(cellField(line, at));
    return typeof value === "string" ? value.replace(/\r\n?/gu, "\n") : undefined;
  };
  const kept = cells.map((cell, at) => edited(at) ?? cell);
  const added: string[] = [];
  for (let at = cells.length, next = edited(at); next !== undefined; at += 1, next = edited(at))
    added.push(next);
  while (added.length > 0 && added.at(-1)?.trim() === "") added.pop();
  return [...kept, ...added];
}

/** A table as text for a hidden field. @throws UsageError where it is too large for a page */
export function packTable(table: ParsedSheet): string {
  const packed = deflateRawSync(JSON.stringify(table)).toString("base64url");
  if (packed.length <= MOST_STATE_BYTES) return packed;
  throw new UsageError("the sheet is too large for a page: `sourcing specs import FILE` stores it");
}

function unpackTable(packed: string): ParsedSheet {
  try {
    const json = inflateRawSync(Buffer.from(packed, "base64url"), { maxOutputLength: MOST_TABLE_BYTES });
    return stateSchema.parse(JSON.parse(json.toString("utf8")));
  } catch {
    throw new UsageError("the sheet in this form is damaged: upload it again");
  }
}
