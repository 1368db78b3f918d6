import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DumpReader } from "../../../src/database/copy/dump-reader.ts";
import { UsageError } from "../../../src/values/errors.ts";

const line = z.object({ a: z.number() });

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(reader: DumpReader): Promise<string> {
  let rows = "";
  for await (const chunk of reader.rows()) rows += chunk.toString("latin1");
  return rows;
}

/** Rows that look like the line which ends them, but are none. */
const ROWS = ["", "a\tb\n", "\\\\.\n\\N\n", "x\\.\n", "\\.x\n", "\n\n", `${"long ".repeat(50)}\n`];

describe("a dump is read", () => {
  it.each([1, 2, 3, 5, 7, 64, 100_000])("in chunks of %i bytes like in one", async (size) => {
    for (const rows of ROWS) {
      const reader = new DumpReader(inChunks(`{"a":1}\n${rows}\\.\n{"a":2}\n`, size));
      expect(await reader.readLine(line)).toEqual({ a: 1 });
      expect(await rowsOf(reader)).toBe(rows);
      expect(await reader.readLine(line)).toEqual({ a: 2 });
      await expect(reader.readLine(line)).rejects.toThrow("ends too early");
    }
  });

  it.each([
    ["not at all", "", "ends too early"],
    ["cut in a line", '{"a":1', "damaged"],
    ["no JSON", "PGDMP\u0001\n", "damaged"],
    ["another JSON", '{"b":1}\n', "damaged"],
    ["an endless line", "x".repeat(2_000_000), "damaged"],
  ])("and refused where it is %s", async (_, text, words) => {
    const reading = new DumpReader(inChunks(text, 1_000)).readLine(line);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow(words);
  });

  it("and refused where rows have no end", async () => {
    const reader = new DumpReader(inChunks("a\nb\n\\", 2));
    await expect(rowsOf(reader)).rejects.toThrow("ends too early");
  });
});
