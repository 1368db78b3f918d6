import { posix } from "node:path";
import { dateText, type Workbook } from "./workbook.ts";
import { readXml } from "./xml-events.ts";

/** The parts of a workbook by their path; undefined: there is none. */
export type ReadPart = (path: string) => Uint8Array | undefined;

interface SheetEntry {
  readonly name: string;
  readonly relation: string;
  readonly isHidden: boolean;
}

const MAX_COLUMNS = 1_000;
/** More than a sheet of specs may have; what stands below is put here, so that the sheet is refused. */
const MAX_ROWS = 250_000;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** Numbers of built-in formats that show dates or times. */
const isDateFormatId = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Opens a workbook in the format of Excel (.xlsx, .xlsm). Null where it is none. */
export function openXlsx(readPart: ReadPart): Workbook | null {
  const path = relationsOf(readPart, "").find(({ type }) => type.endsWith("/officeDocument"))?.target;
  const document = path === undefined || !path.endsWith(".xml") ? undefined : readPart(path);
  if (path === undefined || document === undefined) return null;
  const { sheets, startsIn1904 } = readWorkbook(document);
  if (sheets.length === 0) return null;
  const relations = relationsOf(readPart, path);
  const partOf = (type: string) => relations.find((relation) => relation.type.endsWith(`/${type}`))?.target;
  const read = (part: string | undefined) => (part === undefined ? undefined : readPart(part));
  return {
    sheetNames: [...sheets].sort((a, b) => Number(a.isHidden) - Number(b.isHidden)).map(({ name }) => name),
    readRows(sheetName) {
      const entry = sheets.find(({ name }) => name === sheetName);
      const bytes = read(relations.find(({ id }) => id === entry?.relation)?.target);
      if (bytes === undefined) return [];
      const texts = readSharedTexts(read(partOf("sharedStrings")));
      const isDate = readDateStyles(read(partOf("styles")));
      return readCells(bytes, { texts, isDate, startsIn1904 });
    },
  };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

/** What a part refers to, targets as paths from the root. */
function relationsOf(readPart: ReadPart, part: string): Relation[] {
  const folder = posix.dirname(part) === "." ? "" : `${posix.dirname(part)}/`;
  const bytes = readPart(`${folder}_rels/${posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  if (bytes === undefined) return relations;
  readXml(bytes, {
    open(name, attributes) {
      if (name !== "Relationship") return;
      const target = attributes.get("Target") ?? "";
      relations.push({
        id: attributes.get("Id") ?? "",
        type: attributes.get("Type") ?? "",
        target: target.startsWith("/") ? target.slice(1) : posix.normalize(`${folder}${target}`),
      });
    },
  });
  return relations;
}

function readWorkbook(bytes: Uint8Array): { sheets: SheetEntry[]; startsIn1904: boolean } {
  const sheets: SheetEntry[] = [];
  let startsIn1904 = false;
  readXml(bytes, {
    open(name, attributes) {
      if (name === "workbookPr") startsIn1904 = /^(?:1|true)$/u.test(attributes.get("date1904") ?? "");
      if (name !== "sheet") return;
      sheets.push({
        name: attributes.get("name") ?? "",
        relation: attributes.get("id") ?? "",
        isHidden: (attributes.get("state") ?? "visible") !== "visible",
      });
    },
  });
  return { sheets, startsIn1904 };
}

/** Texts that cells refer to by number; hints for reading Japanese aloud are no part of them. */
function readSharedTexts(bytes: Uint8Array | undefined): string[] {
  const texts: string[] = [];
  let text = "";
  const collect = textCollector((part) => {
    text += part;
  });
  if (bytes !== undefined)
    readXml(bytes, {
      open(name) {
        if (name === "si") text = "";
        collect.open(name);
      },
      text: collect.text,
      close(name) {
        collect.close(name);
        if (name === "si") texts.push(unescapeText(text));
      },
    });
  return texts;
}

/** Passes on the text within `t`, but for phonetic runs. */
function textCollector(take: (text: string) => void) {
  let isText = false;
  let phonetic = 0;
  return {
    open(name: string) {
      if (name === "rPh") phonetic += 1;
      if (name === "t") isText = phonetic === 0;
    },
    text(text: string) {
      if (isText) take(text);
    },
    close(name: string) {
      if (name === "rPh") phonetic -= 1;
      if (name === "t") isText = false;
    },
  };
}

/** Excel writes characters that XML cannot hold as _x000D_. */
function unescapeText(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Whether cells of a style, by its number, show dates. */
function readDateStyles(bytes: Uint8Array | undefined): (style: number) => boolean {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isCellFormat = false;
  if (bytes !== undefined)
    readXml(bytes, {
      open(name, attributes) {
        if (name === "cellXfs") isCellFormat = true;
        const id = Number(attributes.get("numFmtId") ?? 0);
        if (name === "numFmt") codes.set(id, attributes.get("formatCode") ?? "");
        if (name === "xf" && isCellFormat) formats.push(id);
      },
      close(name) {
        if (name === "cellXfs") isCellFormat = false;
      },
    });
  return (style) => {
    const id = formats[style] ?? 0;
    const code = codes.get(id);
    return code === undefined ? isDateFormatId(id) : isDateFormat(code);
  };
}

function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/giu, "");
  return /[ymdhs]/iu.test(bare) && !/^general$/iu.test(bare);
}

interface CellContext {
  readonly texts: readonly string[];
  readonly isDate: (style: number) => boolean;
  readonly startsIn1904: boolean;
}

function readCells(bytes: Uint8Array, context: CellContext): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = -1;
  let cell = { type: "n", style: 0, column: 0, value: "", formula: "", hasValue: false };
  let within = "";
  const collect = textCollector((part) => {
    cell.value += part;
  });
  readXml(bytes, {
    open(name, attributes) {
      collect.open(name);
      if (name === "row") {
        row = [];
        at = Math.min(rowOf(attributes.get("r")) ?? at + 1, MAX_ROWS);
      }
      if (name === "c") {
        const column = columnOf(attributes.get("r")) ?? row.length;
        const style = Number(attributes.get("s") ?? 0);
        cell = { type: attributes.get("t") ?? "n", style, column, value: "", formula: "", hasValue: false };
      }
      if (name === "v" || name === "f") within = name;
      if (name === "v" || name === "is") cell.hasValue = true;
    },
    text(text) {
      if (within === "v") cell.value += text;
      else if (within === "f") cell.formula += text;
      else collect.text(text);
    },
    close(name) {
      collect.close(name);
      if (name === "v" || name === "f") within = "";
      if (name !== "c" || cell.column >= MAX_COLUMNS) return;
      const text = cellText(cell, context);
      if (text === "") return;
      while (row.length < cell.column) row.push("");
      row[cell.column] = text;
      // A blank row, which a format may put at the end of the sheet, takes no place.
      while (rows.length < at) rows.push([]);
      rows[at] = row;
    },
  });
  return rows;
}

/** "7" is the seventh row, 6; null without a place. */
function rowOf(place: string | undefined): number | null {
  return /^[1-9]\d*$/u.test(place ?? "") ? Number(place) - 1 : null;
}

/** "C7" is the third column, 2; null without a place. */
function columnOf(place: string | undefined): number | null {
  const letters = /^([A-Z]+)\d+$/u.exec(place ?? "")?.[1];
  if (letters === undefined) return null;
  return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellText(
  cell: { type: string; style: number; value: string; formula: string; hasValue: boolean },
  { texts, isDate, startsIn1904 }: CellContext,
): string {
  // A formula that no program has calculated yet; it is refused as what it is.
  if (!cell.hasValue && cell.formula !== "") return `=${cell.formula}`;
  if (cell.type === "s") return texts[Number(cell.value)] ?? "";
  if (cell.type === "b") return cell.value === "1" || cell.value === "true" ? "true" : "false";
  if (cell.type !== "n" || cell.value === "") return unescapeText(cell.value);
  const number = Number(cell.value);
  if (Number.isNaN(number)) return cell.value;
  if (!isDate(cell.style)) return String(number);
  const days = startsIn1904 ? number + 1_462 : number;
  return dateText(new Date(Math.round(days * DAY_MS) + Date.UTC(1899, 11, 30)));
}
