import type { ReadPart } from "./read-xlsx.ts";
import type { Workbook } from "./workbook.ts";
import { readXml } from "./xml-events.ts";

/** Most cells that one repetition stands for: a sheet is closed by a row repeated a million times, which is blank. */
const MAX_COLUMNS = 1_000;
const MAX_ROWS = 250_000;

/** Opens a workbook in the format of LibreOffice (.ods). Null where it is none. */
export function openOds(readPart: ReadPart): Workbook | null {
  const mimetype = readPart("mimetype");
  const content = readPart("content.xml");
  const type = mimetype === undefined ? "" : new TextDecoder().decode(mimetype);
  if (content === undefined || !type.startsWith("application/vnd.oasis.opendocument.spreadsheet"))
    return null;
  const sheetNames: string[] = [];
  readXml(content, {
    open(name, attributes) {
      if (name === "table") sheetNames.push(attributes.get("name") ?? "");
    },
  });
  return { sheetNames, readRows: (sheetName) => readTable(content, sheetName) };
}

interface Cell {
  readonly type: string;
  readonly value: string;
  readonly repeated: number;
  readonly formula: string;
  readonly paragraphs: string[];
}

function readTable(content: Uint8Array, sheetName: string): string[][] {
  const rows: string[][] = [];
  let isWanted = false;
  let row: string[] = [];
  let rowsRepeated = 1;
  let cell: Cell | null = null;
  /** Notes beside a cell are no part of it. */
  let annotations = 0;
  const append = (text: string) => {
    const paragraphs = cell?.paragraphs;
    const last = annotations === 0 ? paragraphs?.pop() : undefined;
    if (last !== undefined) paragraphs?.push(`${last}${text}`);
  };
  readXml(content, {
    open(name, attributes) {
      if (name === "table") isWanted = attributes.get("name") === sheetName;
      if (!isWanted) return;
      if (name === "table-row") {
        row = [];
        rowsRepeated = Number(attributes.get("number-rows-repeated") ?? 1);
      }
      if (name === "table-cell" || name === "covered-table-cell") cell = toCell(attributes);
      if (name === "annotation") annotations += 1;
      if (name === "p" && annotations === 0) cell?.paragraphs.push("");
      if (name === "s") append(" ".repeat(Math.min(Number(attributes.get("c") ?? 1), 1_000)));
      if (name === "tab") append("\t");
      if (name === "line-break") append("\n");
    },
    text: append,
    close(name) {
      if (!isWanted) return;
      if (name === "annotation") annotations -= 1;
      if ((name === "table-cell" || name === "covered-table-cell") && cell !== null) {
        const text = cellText(cell);
        // Repeated blank cells up to the last column of the sheet.
        const count = Math.min(cell.repeated, MAX_COLUMNS - row.length);
        for (let each = 0; each < count; each += 1) row.push(text);
        cell = null;
      }
      if (name === "table-row") addRow(rows, row, rowsRepeated);
      if (name === "table") isWanted = false;
    },
  });
  return rows;
}

function toCell(attributes: ReadonlyMap<string, string>): Cell {
  const value = ["boolean-value", "date-value", "time-value", "value", "string-value"]
    .map((name) => attributes.get(name))
    .find((each) => each !== undefined);
  return {
    type: attributes.get("value-type") ?? "",
    value: value ?? "",
    repeated: Number(attributes.get("number-columns-repeated") ?? 1),
    formula: attributes.get("formula") ?? "",
    paragraphs: [],
  };
}

function cellText({ type, value, formula, paragraphs }: Cell): string {
  const shown = paragraphs.join("\n");
  if (/^#(?:N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NUM!|NULL!)|^Err:\d+$/u.test(shown))
    return shown.replace(/^Err:.*/u, "#VALUE!");
  if (type === "boolean" || type === "float" || type === "currency" || type === "percentage")
    return type === "boolean" ? value : String(Number(value));
  if (type === "date") return `${value.slice(0, 10)} ${value.slice(11, 19) || "00:00:00"}`;
  if (type === "time") return value;
  if (type === "" && formula !== "" && shown === "") return `=${formula.replace(/^\w+:=/u, "")}`;
  return paragraphs.length > 0 ? shown : value;
}

function addRow(rows: string[][], row: readonly string[], repeated: number): void {
  const last = row.findLastIndex((cell) => cell !== "");
  const cells = row.slice(0, last + 1);
  const count = Math.min(repeated, MAX_ROWS - rows.length);
  // A million blank rows close a sheet; the count of those before a row keeps its number. Rows that are alike are one list.
  for (let each = 0; each < count; each += 1) rows.push(cells);
}
