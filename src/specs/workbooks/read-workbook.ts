import { strFromU8, unzipSync } from "fflate";
import { quoteValue } from "../../values/text.ts";
import type { ParsedSheet } from "../sheets/parse-table.ts";
import { InvalidSheet } from "../sheets/sheet-problem.ts";
import { openOds } from "./read-ods.ts";
import { openXlsx } from "./read-xlsx.ts";
import type { Workbook } from "./workbook.ts";

const EXPECTED = "a CSV file, or a workbook (.xlsx or .ods)";
const SAVE = "save it again as .xlsx or .ods, or as CSV in UTF-8";
/** Most bytes of a workbook's parts together once unpacked: a small file may hold gigabytes of zeros. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
/** Parts that hold no cells. */
const IRRELEVANT = /^(?:xl\/(?:media|drawings|charts|theme|printerSettings)|Pictures|Thumbnails|docProps)\//u;

/** True for a zip file, which every workbook is. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Reads one sheet of a workbook: the first visible one unless named. Booleans become true and false, numbers are written
 * plainly whatever their format shows, dates become dates with a time, which no column takes for anything else.
 * @throws InvalidSheet for any other zip file, a damaged one, one too large, and a sheet that is not there
 */
export function readWorkbook(bytes: Uint8Array, sheetName: string | undefined): ParsedSheet {
  const workbook = openWorkbook(bytes);
  const name =
    sheetName === undefined
      ? workbook.sheetNames[0]
      : workbook.sheetNames.find((each) => isSame(each, sheetName));
  if (name === undefined) throw noSuchSheet(sheetName ?? "", workbook.sheetNames);
  const rows = attempt(() => workbook.readRows(name))
    .map((cells, index) => ({ line: index + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  if (rows.length > 0) return { delimiter: ",", rows };
  throw refused(
    `an empty sheet ${quoteValue(name)}${others(name, workbook.sheetNames)}`,
    "fill it in, or name another by --sheet",
  );
}

function openWorkbook(bytes: Uint8Array): Workbook {
  let size = 0;
  const parts = attempt(() =>
    unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (IRRELEVANT.test(name)) return false;
        size += originalSize;
        if (size > MAX_UNPACKED_BYTES)
          throw refused(
            `a workbook of more than ${MAX_UNPACKED_BYTES / 1024 / 1024} MB`,
            "split it into several files",
          );
        return true;
      },
    }),
  );
  const readPart = (path: string) => parts[path];
  const workbook = attempt(() => openXlsx(readPart) ?? openOds(readPart));
  if (workbook !== null) return workbook;
  const first = Object.keys(parts)[0];
  const told = first === undefined ? "" : ` (it begins with ${quoteValue(strFromU8(Buffer.from(first)))})`;
  throw refused(`a zip file that is no workbook of these kinds${told}`, SAVE);
}

function attempt<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidSheet) throw error;
    throw refused("a damaged workbook", SAVE);
  }
}

function isSame(name: string, wanted: string): boolean {
  return name.trim().toLowerCase() === wanted.trim().toLowerCase();
}

function others(name: string, names: readonly string[]): string {
  const rest = names.filter((each) => each !== name);
  return rest.length === 0 ? "" : ` beside ${rest.map((each) => quoteValue(each)).join(", ")}`;
}

function noSuchSheet(name: string, names: readonly string[]): InvalidSheet {
  const known = names.map((each) => quoteValue(each)).join(", ");
  return refused(`no sheet ${quoteValue(name)}`, `name one of ${known} by --sheet`);
}

function refused(found: string, fix: string): InvalidSheet {
  return new InvalidSheet([{ line: null, column: null, found, expected: EXPECTED, fix }]);
}
