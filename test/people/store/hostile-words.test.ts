import { afterAll, expect, inject, it } from "vitest";
import { openTestDatabase } from "../../support/test-database.ts";

const { db, close } = await openTestDatabase(inject("postgresUrl"));
afterAll(() => close());

/** Texts whose pieces have as many parts as a field of this length allows, and pieces of other kinds. */
const UNITS = [
  "bb.a-",
  "a.bb.",
  "a-bb-",
  "a&bb&",
  "a'bb'",
  "bb.a.b",
  "é.bb.",
  "a.a.",
  "-",
  "+#",
  "a ",
  "\n",
  '"a',
];
const FUNCTIONS = ["search_words", "search_pieces", "split_pieces", "word_forms", "fold_text", "containing"];
/** A quadratic function takes 16 times as long for a text of the fourfold length, a linear one 4 times. */
const LENGTHS = [16_000, 64_000] as const;
const MOST_GROWTH = 9;
/** Below this a time is that of the call and not of the text. */
const LEAST_MS = 40;

/** The shortest of three times, in milliseconds of the database, which other work on the machine disturbs least. */
async function measure(name: string, text: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { rows } = await db.pool.query(
      `explain (analyze, format json) select ${name}(value) from (select $1::text as value offset 0) as given`,
      [text],
    );
    times.push(rows[0]["QUERY PLAN"][0]["Execution Time"]);
  }
  return Math.min(...times);
}

it.each(FUNCTIONS)("%s takes time in proportion to a hostile text", async (name) => {
  for (const unit of UNITS) {
    const [short, long] = LENGTHS.map((length) => `x${unit.repeat(length / unit.length)}y`);
    const before = Math.max(await measure(name, short ?? ""), LEAST_MS);
    expect([unit, (await measure(name, long ?? "")) / before < MOST_GROWTH]).toEqual([unit, true]);
  }
});

it("the forms of a word stay as they were", async () => {
  const forms = async (piece: string) =>
    (await db.pool.query("select word_forms($1) as forms", [piece])).rows[0].forms.sort();
  expect(await forms("objective-c")).toEqual(["objective", "objective-c"]);
  expect(await forms("google+")).toEqual(["google", "google+"]);
  expect(await forms("c++")).toEqual(["c++"]);
  expect(await forms("=js")).toEqual([".js", "js"]);
  expect(await forms("3+")).toEqual(["3", "3+"]);
  expect(await forms(".ab.c+")).toEqual([".ab.c", ".ab.c+", "ab"]);
  expect(await forms("a.bb-cc")).toEqual(["a.bb-cc", "bb", "cc"]);
});
