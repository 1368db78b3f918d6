import { describe, expect, test } from "vitest";
import { decodeFile, fileTooLarge, MAX_SPEC_FILE_BYTES } from "../../../src/specs/sheets/decode-file.ts";
import { formatProblem, InvalidSheet } from "../../../src/specs/sheets/sheet-problem.ts";

const text = "spec,location\na,Orléans 東京\n";
const utf16 = (mark: string, swap: boolean): Uint8Array => {
  const bytes = Buffer.from(mark + text, "utf16le");
  return swap ? bytes.swap16() : bytes;
};

function refusal(bytes: Uint8Array): string {
  try {
    decodeFile(bytes);
  } catch (error) {
    if (error instanceof InvalidSheet) return error.message;
    throw error;
  }
  return "";
}

describe("text is decoded", () => {
  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16 LE with a byte order mark", utf16("\uFEFF", false)],
    ["UTF-16 BE with a byte order mark", utf16("\uFEFF", true)],
    ["UTF-16 LE without one", utf16("", false)],
    ["UTF-16 BE without one", utf16("", true)],
  ])("from %s", (_, bytes) => {
    expect(decodeFile(bytes)).toBe(text);
  });

  test("with one kind of line end", () => {
    expect(decodeFile(Buffer.from("a\r\nb\rc\n\r\n"))).toBe("a\nb\nc\n\n");
  });
});

describe("a file is refused", () => {
  test("in Latin-1, with the line and the way to save it right", () => {
    const message = refusal(Buffer.from("spec,location\na,Paris\nb,Orléans\n", "latin1"));
    expect(message).toContain('line 3: found text that is not UTF-8 (as Windows-1252 it says "b,Orléans")');
    expect(message).toContain('in Excel as "CSV UTF-8 (Comma delimited)"');
  });

  test.each([
    ["an old workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), "an old Excel workbook"],
    ["a PDF", Buffer.from("%PDF-1.7"), "a PDF"],
    ["a gzip file", Buffer.from([0x1f, 0x8b, 0x08, 0x00]), "a gzip file"],
    ["text with NUL bytes", Buffer.from("spec,name\na,b\0c\n"), "line 2: found a NUL byte"],
    [
      "half a UTF-16 character",
      Buffer.concat([utf16("\uFEFF", false), Buffer.from([0x41])]),
      "broken UTF-16LE text",
    ],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x73, 0, 0, 0]), "a NUL byte"],
    ["random bytes", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), "not UTF-8"],
  ])("for %s", (_, bytes, found) => {
    expect(refusal(bytes)).toContain(found);
  });

  test("for its size, before anything of it is looked at", () => {
    expect(refusal(new Uint8Array(MAX_SPEC_FILE_BYTES + 1))).toContain(
      "found a file of 65 MB; expected at most 64 MB",
    );
  });

  test("for a size that is known without reading it", () => {
    const problem = fileTooLarge(1_073_741_824);
    expect(problem && formatProblem(problem)).toBe(
      "found a file of 1024 MB; expected at most 64 MB; split it into several files",
    );
    expect(fileTooLarge(MAX_SPEC_FILE_BYTES)).toBeNull();
  });
});
