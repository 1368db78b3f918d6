import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { escapeFormula, unescapeFormula } from "../../../src/specs/sheets/formula-guard.ts";
import { type CsvRow, toCsv, toCsvChunks, toCsvLine } from "../../../src/specs/sheets/write-rows.ts";
import { toPrintable } from "../../../src/values/printable-text.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom("'", "=", "+", "-", "@", "＝", " ", "\t", "\r", "\n", "\0", '"', ",", "a"),
    maxLength: 8,
  }),
);

async function collect(chunks: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

describe("a formula", () => {
  test.each([
    '=HYPERLINK("http://x")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "\tx",
    "\rx",
    "\nx",
    "\0x",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "'=1",
  ])("in %j is escaped", (text) => {
    expect(escapeFormula(text)).toBe(`'${text}`);
    expect(Papa.parse<string[]>(toCsvLine([text]).trimEnd()).data[0]?.[0]?.startsWith("'")).toBe(true);
  });

  test.each(["Jane", "a=b", "O'Brien", "'quoted'", " Jane", "1-2", "", "(=1)"])(
    "is not seen in %j",
    (text) => {
      expect(escapeFormula(text)).toBe(text);
    },
  );

  test("stays as it is in raw mode", () => {
    expect(toCsvLine(["=1", "-x"], { raw: true })).toBe("=1,-x\n");
  });

  test("is no negative number", () => {
    expect(toCsvLine([-5, "-5"])).toBe("-5,'-5\n");
  });

  test("is escaped in a way that can be undone exactly", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(unescapeFormula(escapeFormula(text))).toBe(text);
      }),
    );
  });
});

describe("rows", () => {
  test("quote what needs it and write nothing for null", () => {
    expect(toCsvLine(["a", 'q"q', "c,d", "l\nm", null, true, 7n, " x"])).toBe(
      'a,"q""q","c,d","l\nm",,true,7," x"\n',
    );
  });

  test.each([",", ";", "\t"] as const)(
    "come back from a reader as they were, but for control signs, separated by %j",
    (delimiter) => {
      const rows = fc.array(fc.array(anyText, { minLength: 1, maxLength: 4 }), {
        minLength: 1,
        maxLength: 5,
      });
      fc.assert(
        fc.property(rows, (some) => {
          const text = toCsv(some, { raw: true, delimiter });
          const parsed = Papa.parse<string[]>(text, { delimiter, newline: "\n" });
          expect(parsed.errors).toEqual([]);
          expect(parsed.data.slice(0, -1)).toEqual(some.map((row) => row.map(toPrintable)));
        }),
      );
    },
  );

  test("come in chunks that make up the same file", async () => {
    const rows = Array.from({ length: 1_201 }, (_, index): CsvRow => [index, `=${index}`]);
    const chunks = await collect(toCsvChunks(rows));
    expect(chunks).toHaveLength(3);
    expect(chunks.join("")).toBe(toCsv(rows));
  });

  test("come from an asynchronous source, which is closed when the reader stops early", async () => {
    let closed = false;
    async function* source(): AsyncGenerator<CsvRow> {
      try {
        for (let index = 0; ; index += 1) yield [index];
      } finally {
        closed = true;
      }
    }
    for await (const chunk of toCsvChunks(source(), { bom: true })) {
      if (chunk !== "\uFEFF") break;
    }
    expect(closed).toBe(true);
  });

  test("start with a byte order mark once, where asked for", async () => {
    expect(toCsv([["a"]], { bom: true })).toBe("\uFEFFa\n");
    expect((await collect(toCsvChunks([["a"], ["b"]], { bom: true }))).join("")).toBe("\uFEFFa\nb\n");
    expect(await collect(toCsvChunks([]))).toEqual([]);
  });
});
