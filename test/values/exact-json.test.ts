import { describe, expect, it } from "vitest";
import { keepNumbers, parseExactJson } from "../../src/values/exact-json.ts";

const NUMBERS = [
  "9007199254740993",
  "1e400",
  "-1E-400",
  "1.10",
  "-0",
  "1.0",
  "1e2",
  "0.1000",
  "12345678901234567890.5",
];

describe("JSON whose numbers keep their text", () => {
  it.each(NUMBERS)("writes %s as it came, wherever it stands", (number) => {
    const json = `{"a":${number},"b":[${number},{"c":${number}}],"d":"${number}"}`;
    const { value, toJson } = parseExactJson(json);
    expect(toJson(value)).toBe(json);
    expect(parseExactJson(number).toJson(parseExactJson(number).value)).toBe(number);
  });

  it.each(["0", "-1", "25", "1.5", "9007199254740991", '"1.10"', "[]", '{"1.10":1}', String.raw`"a\"1.10"`])(
    "needs nothing for %s, which JavaScript writes as it came",
    (json) => {
      expect(keepNumbers(json)).toBeNull();
    },
  );

  it.each(["number 0: 5", "number 0: 1.10", String.raw`\u006eumber 0: 7`, "number 0: , number 1: "])(
    "takes no text, such as %s, for a number",
    (text) => {
      const json = `{"n":1.10,"text":"${text}"}`;
      const { value, toJson } = parseExactJson(json);
      expect(toJson(value)).toBe(json.replace(String.raw`\u006e`, "n"));
    },
  );
});
