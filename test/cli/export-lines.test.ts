import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { makeExportLines } from "../../src/cli/exports/export-lines.ts";
import type { Candidate } from "../../src/exports/candidate.ts";
import { csv } from "../../src/exports/formats/csv.ts";
import { greenhouse } from "../../src/exports/formats/greenhouse.ts";
import { jsonl } from "../../src/exports/formats/jsonl.ts";
import { toPrintable } from "../../src/values/printable-text.ts";
import { candidateOf } from "../support/candidates.ts";

const PLAIN = { raw: false, bom: false, delimiter: ",", onLongCell() {} } as const;
const FORMULA = /^[\p{Z}\p{C}]*[=+\-@＝＋－＠﹦﹢﹣﹫]/u;
const everything = { contacts: true, more: ["noticed_at", "from_title"] };
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(..."'=+-@＝＋－＠﹦ \t\r\n\0\u00a0\u200b;,\"|a1", "=HYPERLINK(1)", "=1+1;"),
    maxLength: 10,
  }),
);
const someone: fc.Arbitrary<Candidate> = fc
  .record({
    profile_id: hostile,
    full_name: hostile,
    headline: hostile,
    skills: hostile,
    from_title: hostile,
  })
  .map(({ from_title, ...texts }) =>
    candidateOf({ ...texts, emails: [texts.headline], more: { from_title } }),
  );

function readCells(text: string, delimiter: string): string[] {
  return Papa.parse<string[]>(text, { delimiter, newline: "\n" }).data.flat();
}

describe("the lines of an export", () => {
  it("have no cell that a spreadsheet could run", () => {
    const { head, toText } = makeExportLines(csv, csv.columns(everything), PLAIN);
    fc.assert(
      fc.property(fc.array(someone, { minLength: 1, maxLength: 3 }), (people) => {
        const cells = readCells(head + toText(people), ",");
        expect(cells.filter((cell) => /^[\t\r\n\0]/.test(cell) || FORMULA.test(cell))).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(readCells(toText([candidateOf({ headline: "\u0001\t=1+1" })]), ",")).toContain("'\t'=1+1");
  });

  it.each([";", "\t"])("have none even where the spreadsheet takes %j for the separator", (delimiter) => {
    const { head, toText } = makeExportLines(csv, csv.columns(everything), PLAIN);
    fc.assert(
      fc.property(fc.array(someone, { minLength: 1, maxLength: 3 }), (people) => {
        const cells = readCells(head + toText(people), delimiter);
        expect(cells.filter((cell) => FORMULA.test(cell))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("come back from a reader as they were, but for control signs, where they are raw", () => {
    const { toText } = makeExportLines(csv, csv.columns(everything), { ...PLAIN, raw: true });
    fc.assert(
      fc.property(someone, (person) => {
        const [cells] = Papa.parse<string[]>(toText([person]), { delimiter: ",", newline: "\n" }).data;
        expect(cells?.slice(0, 2)).toEqual([
          toPrintable(person.profile_id),
          toPrintable(person.full_name ?? ""),
        ]);
      }),
    );
  });

  it("begin with a byte order mark only where asked", () => {
    const columns = csv.columns({ contacts: false, more: [] });
    expect(makeExportLines(csv, columns, PLAIN).head).toMatch(/^profile_id,full_name,.*has_phone\n$/);
    expect(makeExportLines(csv, columns, { ...PLAIN, bom: true }).head).toMatch(/^\uFEFFprofile_id,/);
  });

  it("have what the query says behind what is known, each name once", () => {
    const more = ["full_name", "from_title", "noticed_at"];
    const columns = jsonl.columns({ contacts: false, more });
    const { toText } = makeExportLines(jsonl, columns, PLAIN);
    const person = candidateOf({
      full_name: "Ada",
      more: { full_name: "?", from_title: "=CTO", noticed_at: new Date(0) },
    });
    const read: unknown = JSON.parse(toText([person]));
    expect(read).toMatchObject({
      full_name: "Ada",
      from_title: "=CTO",
      noticed_at: "1970-01-01T00:00:00.000Z",
    });
    expect(read).not.toHaveProperty("emails");
    expect(columns.slice(-2).map(({ name }) => name)).toEqual(["from_title", "noticed_at"]);
  });

  it("leave a number in a column of phones alone, and nothing else there", () => {
    const { toText } = makeExportLines(greenhouse, greenhouse.columns(everything), PLAIN);
    const phones = ["+49 30 123-45", "+SUM(A1)", "=1"];
    const lines = phones.map((phone) => toText([candidateOf({ phones: [phone] })]));
    expect(lines.map((line) => line.split(",")[4])).toEqual(["+49 30 123-45", "'+SUM(A1)", "'=1"]);
  });

  it("keep an extension of a phone number for an import, and no command behind a +", () => {
    const { toText } = makeExportLines(greenhouse, greenhouse.columns(everything), PLAIN);
    const phoneIn = (phone: string) => readCells(toText([candidateOf({ phones: [phone] })]), ",")[4];
    for (const phone of ["+43 1 000 00 12 ext. 7", "+43 1 000 x7", "+43 1 000;ext=7", "+43 (1) 000 #12"])
      expect(phoneIn(phone)).toBe(phone);
    for (const phone of ["+cmd|' /C calc'!A0", "+1+cmd", "+43 1 ext. =1+1"])
      expect(phoneIn(phone)).toBe(`'${phone}`);
  });

  it("stand behind semicolons or tabs where that is asked for, and tell of cells that Excel would cut", () => {
    const long: string[] = [];
    const onLongCell = (column: string, { profile_id }: Candidate) => long.push(`${column} of ${profile_id}`);
    for (const delimiter of [";", "\t"] as const) {
      const { head, toText } = makeExportLines(csv, csv.columns(everything), {
        ...PLAIN,
        delimiter,
        onLongCell,
      });
      const texts = { headline: "a;b\tc", location: "x".repeat(32_768), full_name: "x".repeat(32_767) };
      const cells = readCells(toText([candidateOf(texts)]), delimiter);
      expect(readCells(head, delimiter)).toContain("profile_id");
      expect(cells[4]).toBe(texts.headline);
    }
    expect(long).toEqual(["location of p1", "location of p1"]);
  });
});
