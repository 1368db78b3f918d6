import { describe, expect, it } from "vitest";
import { renderTable } from "../../src/cli/screen/render-table.ts";
import { cutTo, padTo, shortenTo, widthOf } from "../../src/cli/screen/text-width.ts";
import { cutCharacters } from "../../src/values/text.ts";

/** Columns that terminals give to a text, by the width of each sign in the Unicode tables (wcwidth), emoji by UTS 51. */
const WIDTHS: readonly (readonly [name: string, text: string, columns: number])[] = [
  ["Thai", "สมชาย ใจดี", 9],
  ["Thai with sara am, which is a letter of its own column", "ผู้ประสานงานประจำสำนักงาน น้ำใจ", 27],
  ["Lao", "ຄຳແພງ", 5],
  ["Hebrew with points", "שָׁלוֹם דוד", 8],
  ["Arabic with marks", "مُحَمَّد", 4],
  ["Devanagari with conjuncts", "नरेन्द्र", 5],
  ["Tamil", "கார்த்திக்", 7],
  ["Chinese", "山田太郎", 8],
  ["Korean", "김민준", 6],
  ["Korean in single letters", "\u1100\u1175\u11b7", 2],
  ["half-width katakana", "ﾔﾏﾀﾞ", 4],
  ["combining marks", "Zoe\u0308 e\u0301", 5],
  ["Vietnamese in NFD", "Nguyễn".normalize("NFD"), 6],
  ["an emoji of a family", "👨‍👩‍👧‍👦", 2],
  ["a flag", "🇫🇷", 2],
  ["the flag of a country of a kingdom", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2],
  ["an emoji with a tone of skin", "👋🏽", 2],
  ["a profession with a tone of skin", "👩🏽‍💻", 2],
  ["a keycap", "1️⃣", 2],
  ["a sign that a selector makes an emoji", "❤️", 2],
  ["the same sign as a text", "❤", 1],
  ["signs of ambiguous width in Asia", "±×·…“”–Ω①§", 10],
  ["signs without a width", "a\u200b\u200d\u2060\ufeffb", 2],
  ["bold letters of mathematics", "𝗝𝗼𝗵𝗻", 4],
];

describe("the width of a text", () => {
  it.each(WIDTHS)("of %s is what terminals give it", (_, text, columns) => {
    expect(widthOf(text)).toBe(columns);
    expect(padTo(text, 40)).toBe(text + " ".repeat(40 - columns));
    expect(padTo(text, 40, "right")).toBe(" ".repeat(40 - columns) + text);
  });

  it.each(WIDTHS)("of %s is kept when it is cut, at the end of a character", (_, text, columns) => {
    for (let max = 1; max < columns; max += 1) {
      const cut = cutTo(text, max);
      expect(widthOf(cut)).toBeLessThanOrEqual(max);
      expect(cut.endsWith("…")).toBe(true);
      expect(text.startsWith(cut.slice(0, -1))).toBe(true);
    }
    expect(cutTo(text, columns)).toBe(text);
  });

  it.each(WIDTHS)(
    "of %s is kept when its middle is cut out, at the ends of characters",
    (_, text, columns) => {
      for (let max = 1; max < columns; max += 1) {
        const short = shortenTo(text, max);
        const [head = "", tail = ""] = short.split("…", 2);
        expect(widthOf(short)).toBeLessThanOrEqual(max);
        expect([text.startsWith(head), text.endsWith(tail)]).toEqual([true, true]);
      }
      expect(shortenTo(text, columns)).toBe(text);
    },
  );

  it("leaves names apart that differ at their ends", () => {
    expect(shortenTo("europe-product-managers-2026-09", 16)).toBe("europe-p…2026-09");
    expect(shortenTo("europe-product-managers-2026-10", 16)).toBe("europe-p…2026-10");
  });

  it.each(WIDTHS)("of a table with %s is that of its border in every row", (_, text) => {
    for (const width of [20, 40, 200]) {
      const lines = renderTable(
        [
          { head: text, shorten: { min: 4, max: 60 } },
          { head: "n", align: "right" },
        ],
        [
          ["ascii", "1"],
          [text, "2"],
          [`${text} ${text} ${text}`, text],
        ],
        width,
      ).split("\n");
      expect(new Set(lines.map(widthOf)).size).toBe(1);
    }
  });
});

describe("a text that is cut after so many characters", () => {
  it("keeps whole characters, however many signs one has", () => {
    expect(cutCharacters("👨‍👩‍👧‍👦".repeat(5), 3)).toBe(`${"👨‍👩‍👧‍👦".repeat(2)}…`);
    expect(cutCharacters("🇫🇷🇩🇪🇪🇸", 3)).toBe("🇫🇷🇩🇪🇪🇸");
    expect(cutCharacters("नरेन्द्र मोदी", 4)).toBe("नरेन्द्र…".normalize());
    expect(cutCharacters("Zoe\u0308 Zoe\u0308", 4)).toBe("Zoe\u0308…");
    expect(cutCharacters("short", 5)).toBe("short");
  });

  it("is short and whole also where one letter bears thousands of marks", () => {
    const cut = cutCharacters(`${"a\u0301".repeat(3)}b${"\u0301".repeat(100_000)}`, 60);
    expect(cut.length).toBeLessThan(2_500);
    expect(cut.isWellFormed()).toBe(true);
  });
});
