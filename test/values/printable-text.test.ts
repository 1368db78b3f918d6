import { expect, it } from "vitest";
import { toPrintable, toPrintableJson, toPrintableLine } from "../../src/values/printable-text.ts";

/** Every code that a terminal obeys, or that turns the direction of a line around; tab and line break are none of them. */
const COMMANDS = [
  ...Array.from({ length: 0xa0 }, (_, code) => code).filter(
    (code) => (code < 0x20 || code >= 0x7f) && code !== 9 && code !== 10,
  ),
  0x2028,
  0x2029,
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
].map((code) => String.fromCharCode(code));

it.each(COMMANDS)("%j leaves in no text, no line and no JSON, and JSON is read back as it was", (sign) => {
  const text = `a${sign}b`;
  expect(toPrintable(text)).toMatch(/^a ?b$/u);
  expect(toPrintableLine(text)).toBe("a b");
  const json = toPrintableJson({ [sign]: [text] });
  expect(json).not.toContain(sign);
  expect(JSON.parse(json)).toEqual({ [sign]: [text] });
});

it("texts of every language, emoji and their joiners, tabs and line breaks stay", () => {
  const text = "Zoë\tعمر\u200f\r\n山田 👩‍💻 a\u00a0b\nc";
  expect(toPrintable(text)).toBe(text);
  expect(JSON.parse(toPrintableJson(text, 2))).toBe(text);
});

it("JSON of what is not there is null, and an indented object keeps its lines", () => {
  expect(toPrintableJson(undefined)).toBe("null");
  expect(toPrintableJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
});
