import fc from "fast-check";
import { expect, test } from "vitest";
import { foldCase, normalizeText, quoteValue } from "../../src/values/text.ts";

const anyText = fc.string({ unit: "binary", maxLength: 40 });

test("canonical text stays as it is when it is made canonical again", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(normalizeText(normalizeText(text))).toBe(normalizeText(text));
    }),
  );
});

test("folding case twice changes nothing more", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(foldCase(foldCase(text))).toBe(foldCase(text));
    }),
  );
});

test.each([
  ["VP OR Head", "vp OR head"],
  ["(A AND b) NOT C", "(a AND b) NOT c"],
  ["ANDROID NOTE ORACLE", "android note oracle"],
  ["And Or Not", "and or not"],
])("%j folds to %j", (text, folded) => {
  expect(foldCase(text)).toBe(folded);
});

test("a value is shown in one short line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const shown = quoteValue(text);
      expect(shown).not.toMatch(/[\p{Cc}\n]/u);
      expect([...shown].length).toBeLessThanOrEqual(62);
    }),
  );
});
