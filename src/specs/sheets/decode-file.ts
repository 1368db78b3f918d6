import { quoteValue } from "../../values/text.ts";
import { encodingOf, type UnicodeEncoding } from "../../values/unicode-encoding.ts";
import { InvalidSheet, type SheetProblem } from "./sheet-problem.ts";

/** Largest file of specs, in bytes. Check the size before reading: a file of 1 GB must never be loaded. */
export const MAX_SPEC_FILE_BYTES = 64 * 1024 * 1024;

const TEXT_EXPECTED = "a CSV file in UTF-8 or UTF-16, or a workbook (.xlsx, .ods)";
const SAVE_AS_CSV =
  'save it again: in Excel as "CSV UTF-8 (Comma delimited)", in LibreOffice as "Text CSV" with the character set Unicode (UTF-8)';
/** Byte order marks that joined files leave at the start of a line. */
const MARKS = /^\uFEFF+/gmu;
/** First bytes of files that people take for a CSV, as Latin-1 text. */
const SIGNATURES = new Map([
  ["\u00D0\u00CF\u0011\u00E0", "an old Excel workbook"],
  ["%PDF", "a PDF"],
  ["\u001F\u008B", "a gzip file"],
]);

/** Returns why a file of that many bytes is not read, or null if it is. */
export function fileTooLarge(bytes: number): SheetProblem | null {
  if (bytes <= MAX_SPEC_FILE_BYTES) return null;
  return {
    line: null,
    column: null,
    found: `a file of ${Math.ceil(bytes / 1024 / 1024)} MB`,
    expected: `at most ${MAX_SPEC_FILE_BYTES / 1024 / 1024} MB`,
    fix: "split it into several files",
  };
}

/**
 * Text of a file, its line ends made "\n" and its byte order mark dropped.
 * @throws InvalidSheet for anything but UTF-8 and UTF-16; it says how to save the file.
 */
export function decodeFile(bytes: Uint8Array): string {
  const tooLarge = fileTooLarge(bytes.length);
  if (tooLarge !== null) throw new InvalidSheet([tooLarge]);
  refuseSignatures(bytes);
  const text = decode(bytes, encodingOf(bytes)).replace(/\r\n?/gu, "\n").replace(MARKS, "");
  const nul = text.indexOf("\0");
  if (nul >= 0) throw refused(lineAt(text, nul), "a NUL byte, as in a file that is not text");
  return text;
}

function refuseSignatures(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  for (const [signature, name] of SIGNATURES) {
    if (start.startsWith(signature)) throw refused(null, name);
  }
}

function decode(bytes: Uint8Array, encoding: UnicodeEncoding): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw encoding === "utf-8" ? notUtf8(bytes) : refused(null, `broken ${encoding.toUpperCase()} text`);
  }
}

/** Names the first line that is not UTF-8 and shows it as a Western Windows program most likely meant it. */
function notUtf8(bytes: Uint8Array): InvalidSheet {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const part = bytes.subarray(start, end);
    try {
      decoder.decode(part);
    } catch {
      const shown = quoteValue(new TextDecoder("windows-1252").decode(part).trim());
      return refused(line, `text that is not UTF-8 (as Windows-1252 it says ${shown})`);
    }
    start = end + 1;
  }
  return refused(null, "text that is not UTF-8");
}

function refused(line: number | null, found: string): InvalidSheet {
  return new InvalidSheet([{ line, column: null, found, expected: TEXT_EXPECTED, fix: SAVE_AS_CSV }]);
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
