import { describe, expect, it } from "vitest";
import { renderRows } from "../../src/cli/render-rows.ts";

const COLUMNS = ["full_name", "people"];
const widthOf = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("a table of rows", () => {
  it("has texts on the left, numbers on the right, and nothing for null", () => {
    const table = renderRows(
      COLUMNS,
      [
        ["Ada Beispiel", 3],
        [null, "12.50"],
      ],
      "table",
      80,
    );
    expect(table).toContain("│ Ada Beispiel │      3 │");
    expect(table).toContain("│              │  12.50 │");
    expect(table).toMatch(/\n2 rows\n$/);
  });

  it.each([40, 60, 100])("fits a terminal of %i columns, long cells being cut", (width) => {
    const row = ["x".repeat(500), "y".repeat(30), "short"];
    const table = renderRows(["one", "two", "three"], [row], "table", width);
    expect(widthOf(table)).toBeLessThanOrEqual(width);
    expect(table).toContain("…");
    expect(table).toContain("short");
  });

  it("cuts wide characters by the room they take, and never in the middle of one", () => {
    const table = renderRows(["name"], [["名".repeat(60)], [`${"a".repeat(58)}👩‍🔬tail`]], "table", 200);
    expect(table).toContain(`${"名".repeat(29)}…`);
    expect(table).not.toContain("名".repeat(30));
    expect(table).not.toContain("\uFFFD");
    expect(table).not.toMatch(/\p{Cs}/u);
  });

  it("lets no stored text move the cursor, break a row or turn its direction", () => {
    const table = renderRows(["name"], [["a\u001b[31mb\nc\u202Ed"]], "table", 80);
    expect(table).toContain("a [31mb c d");
  });
});

describe("a CSV of rows", () => {
  it("disarms formulas in cells and headers, and leaves numbers alone", () => {
    const row = ["=1+1", "+49 30 0", -5, "-5.20", null, ["a", "b"]];
    expect(renderRows(["=x", "b", "c", "d", "e", "f"], [row], "csv", 80)).toBe(
      `'=x,b,c,d,e,f\n'=1+1,'+49 30 0,-5,-5.20,,"[""a"",""b""]"\n`,
    );
  });

  it("cuts nothing", () => {
    expect(renderRows(["a"], [["x".repeat(500)]], "csv", 40)).toBe(`a\n${"x".repeat(500)}\n`);
  });
});

describe("JSON of rows", () => {
  it("is one array of objects, nulls included", () => {
    const json = renderRows(
      COLUMNS,
      [
        ["Ada Beispiel", 3],
        [null, "12.50"],
      ],
      "json",
      80,
    );
    expect(JSON.parse(json)).toEqual([
      { full_name: "Ada Beispiel", people: 3 },
      { full_name: null, people: "12.50" },
    ]);
    expect(renderRows(COLUMNS, [], "json", 80)).toBe("[]\n");
  });

  it("loses no column where several have one name", () => {
    const json = renderRows(["a", "a", "a_2", "a"], [[1, 2, 3, 4]], "json", 80);
    expect(JSON.parse(json)).toEqual([{ a: 1, a_3: 2, a_2: 3, a_4: 4 }]);
  });
});
