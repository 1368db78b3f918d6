import { describe, expect, it } from "vitest";
import { type RowFormat, type RowLayout, renderRows } from "../../src/cli/screen/render-rows.ts";
import type { CsvLayout } from "../../src/composition/questions/stream-rows.ts";
import { SqlValue } from "../../src/query/sql-value.ts";

const COLUMNS = ["full_name", "people"];
type Rows = readonly (readonly unknown[])[];

/** The whole text. */
async function render(
  columns: readonly string[],
  rows: Rows,
  format: RowFormat,
  width: number,
  { limit = 200, csv }: Partial<Pick<RowLayout, "limit" | "csv">> = {},
) {
  let text = "";
  const answer = {
    columns,
    rows: (async function* () {
      yield* rows;
    })(),
  };
  for await (const chunk of renderRows(answer, {
    format,
    width,
    limit,
    ...(csv === undefined ? {} : { csv }),
  }))
    text += chunk;
  return text;
}

const widthOf = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("a table of rows", () => {
  it("has texts on the left, numbers on the right, and nothing for null", async () => {
    const table = await render(
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

  it.each([40, 60, 100])("fits a terminal of %i columns, long cells being cut", async (width) => {
    const row = ["x".repeat(500), "y".repeat(30), "short"];
    const table = await render(["one", "two", "three"], [row], "table", width);
    expect(widthOf(table)).toBeLessThanOrEqual(width);
    expect(table).toContain("…");
    expect(table).toContain("short");
  });

  it("cuts wide characters by the room they take, and never in the middle of one", async () => {
    const table = await render(["name"], [["名".repeat(60)], [`${"a".repeat(58)}👩‍🔬tail`]], "table", 200);
    expect(table).toContain(`${"名".repeat(29)}…`);
    expect(table).not.toContain("名".repeat(30));
    expect(table).not.toContain("\uFFFD");
    expect(table).not.toMatch(/\p{Cs}/u);
  });

  it("lets no stored text move the cursor, break a row or turn its direction", async () => {
    const table = await render(["name"], [["a\u001b[31mb\nc\u202Ed"]], "table", 80);
    expect(table).toContain("a [31mb c d");
  });
});

describe("a table of more rows than its limit", () => {
  it("says so and shows the first ones", async () => {
    const rows = [[1], [2], [3]];
    expect(await render(["n"], rows, "table", 80, { limit: 2 })).toMatch(
      /│ 2 │\n└───┘\nfirst 2 rows: --limit N for more, --format csv for all\n$/,
    );
    expect(await render(["n"], rows, "table", 80, { limit: 3 })).toMatch(/\n3 rows\n$/);
  });
});

describe("a CSV of rows", () => {
  it("disarms formulas in cells and headers, and leaves numbers alone", async () => {
    const row = ["=1+1", "+49 30 0", -5, "-5.20", null, ["a", "b"]];
    expect(await render(["=x", "b", "c", "d", "e", "f"], [row], "csv", 80)).toBe(
      `'=x,b,c,d,e,f\n'=1+1,'+49 30 0,-5,-5.20,,"[""a"",""b""]"\n`,
    );
  });

  it("cuts nothing", async () => {
    expect(await render(["a"], [["x".repeat(500)]], "csv", 40)).toBe(`a\n${"x".repeat(500)}\n`);
  });
});

describe("JSON of rows", () => {
  it("is one array of objects, nulls included", async () => {
    const json = await render(
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
    expect(await render(COLUMNS, [], "json", 80)).toBe("[]\n");
  });

  it("loses no column where several have one name", async () => {
    const json = await render(["a", "a", "a_2", "a"], [[1, 2, 3, 4]], "json", 80);
    expect(JSON.parse(json)).toEqual([{ a: 1, a_3: 2, a_2: 3, a_4: 4 }]);
  });
});

describe("rows of any number", () => {
  const many: Rows = Array.from({ length: 1_234 }, (_, index) => [index, `name ${index}`]);

  it("are one array in JSON, however many parts it is written in", async () => {
    const json = await render(["n", "name"], many, "json", 80);
    expect(json).toBe(`${JSON.stringify(many.map(([n, name]) => ({ n, name })))}\n`);
  });

  it("are a line each in JSON lines and in CSV", async () => {
    const jsonl = await render(["n", "name"], many, "jsonl", 80);
    expect(jsonl).toBe(many.map(([n, name]) => `${JSON.stringify({ n, name })}\n`).join(""));
    const csv = await render(["n", "name"], many, "csv", 80);
    expect(csv).toBe(`n,name\n${many.map((row) => `${row.join(",")}\n`).join("")}`);
    expect(await render(["n"], [], "jsonl", 80)).toBe("");
    expect(await render(["n"], [], "csv", 80)).toBe("n\n");
  });
});

describe("a CSV for a spreadsheet that separates by semicolons", () => {
  const semicolons = { delimiter: ";", decimalComma: true, onLongCell: () => {} } as const;
  const csvOf = (row: readonly unknown[], csv: CsvLayout = semicolons) =>
    render(
      row.map((_, index) => `c${index}`),
      [row],
      "csv",
      80,
      { csv },
    ).then((text) => text.split("\n")[1]);

  it("has commas before decimals of numbers, and of nothing else", async () => {
    const exact = new SqlValue("12.50", '"12.50"', "number");
    const row = [1.5, -0.25, 3, exact, new SqlValue("1e-07", "1e-07", "number"), "3.10", "1.2.3", null, true];
    expect(await csvOf(row)).toBe("1,5;-0,25;3;12,50;1e-07;3.10;1.2.3;;true");
    expect(await csvOf(row, { ...semicolons, decimalComma: false })).toBe(
      "1.5;-0.25;3;12.50;1e-07;3.10;1.2.3;;true",
    );
  });

  it.each([
    [";", "a,=1+1"],
    [";", "a;=1+1"],
    [";", "a\t@x"],
    ["\t", "a,=1+1"],
    ["\t", "a; +1"],
    [",", "a;=1+1"],
    [",", "=1"],
    [";", "＝1"],
  ] as const)("with %j between cells disarms %j, wherever a spreadsheet cuts it", async (delimiter, text) => {
    expect(await csvOf([text], { ...semicolons, delimiter })).toMatch(/'[=+@＝]/);
  });

  it("keeps a list of places as it is", async () => {
    expect(await csvOf(["Paris, France", "a, b"])).toBe("Paris, France;a, b");
  });

  it("names each cell that Excel would cut by column and row", async () => {
    const long: string[] = [];
    const csv = {
      ...semicolons,
      onLongCell: (column: string, row: number) => void long.push(`${column} ${row}`),
    };
    const rows = [["x"], ["y".repeat(32_768)], ["z".repeat(32_767)]];
    await render(["summary"], rows, "csv", 80, { csv });
    expect(long).toEqual(["summary 2"]);
  });
});
