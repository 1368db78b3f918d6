import { readFileSync } from "node:fs";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { readSpecs } from "../../../src/specs/sheets/read-specs.ts";
import { toErrorsCsv } from "../../../src/specs/sheets/write-errors.ts";

const read = (text: string) => readSpecs(Buffer.from(text));
const cellsOf = (text: string | null) =>
  Papa.parse<string[]>((text ?? "").replace("\uFEFF", "").trimEnd()).data;

describe("the file of failed rows", () => {
  const text = 'spec,location,location_radius\ngood,Paris,5\nbad,"Lyon, France",900\nBAD 2,Nice,x\n';

  test("holds the failed rows alone, with what is wrong in front", () => {
    expect(cellsOf(toErrorsCsv(read(text)))).toEqual([
      [
        "error_line",
        "error_column",
        "error_found",
        "error_expected",
        "error_fix",
        "spec",
        "location",
        "location_radius",
      ],
      [
        "3",
        "location_radius",
        '"900"',
        "a whole number from 1 to 500",
        "write 500 or less",
        "bad",
        "Lyon, France",
        "900",
      ],
      [
        "4",
        "spec\nlocation_radius",
        '"BAD 2"\n"x"',
        "a name of small letters, digits, dashes and underscores, at most 64 characters\na whole number from 1 to 500",
        'write "bad-2"\nwrite it as in "25", or leave the cell empty',
        "BAD 2",
        "Nice",
        "x",
      ],
    ]);
  });

  test("is read again once it is mended", () => {
    const errors = toErrorsCsv(read(text)) ?? "";
    const mended = errors.replace('France",900', 'France",90').replace("BAD 2,Nice,x", "bad-2,Nice,");
    const sheet = read(mended);
    expect(sheet.problems).toEqual([]);
    expect(sheet.specs.map(({ spec }) => [spec.spec, spec.search])).toEqual([
      ["bad", { location: ["Lyon, France"], location_radius: 90 }],
      ["bad-2", { location: ["Nice"] }],
    ]);
  });

  test("unmended, has the same problems, and its error columns only once", () => {
    const once = read(toErrorsCsv(read(text)) ?? "");
    expect(once.problems.map(({ column, found }) => [column, found])).toEqual(
      read(text).problems.map(({ column, found }) => [column, found]),
    );
    expect(cellsOf(toErrorsCsv(once))[0]).toEqual(cellsOf(toErrorsCsv(read(text)))[0]);
  });

  test("escapes a formula, which is refused again all the same", () => {
    const errors = toErrorsCsv(read("spec,skills\na,=1+1\n")) ?? "";
    expect(cellsOf(errors)[1]?.at(-1)).toBe("'=1+1");
    expect(read(errors).problems).toMatchObject([{ column: "skills", found: '"=1+1"' }]);
  });

  test("keeps rows that are too short or too long as they are", () => {
    const errors = cellsOf(toErrorsCsv(read("spec,location,skills\nA a,Paris\nb,Paris, France,SaaS\n")));
    expect(errors.slice(1).map((row) => row.slice(5))).toEqual([
      ["A a", "Paris"],
      ["b", "Paris", " France", "SaaS"],
    ]);
  });

  test("keeps the delimiter of the file", () => {
    expect(toErrorsCsv(read("spec;max_pages;name\na;x;b\n"))).toContain("spec;max_pages;name");
  });

  test("does not exist where nothing can be mended row by row", () => {
    expect(toErrorsCsv(read("spec,name\na,b\n"))).toBeNull();
    expect(toErrorsCsv(read("spec,colour\na,b\n"))).toBeNull();
  });

  test("of the example with mistakes is as long as its list of problems", () => {
    const sheet = readSpecs(readFileSync("examples/specs-with-mistakes.csv"));
    expect(cellsOf(toErrorsCsv(sheet))).toHaveLength(sheet.rows.length + 1);
  });
});
