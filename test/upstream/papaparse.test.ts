import Papa from "papaparse";
import { describe, expect, it } from "vitest";

const parse = (text: string) => Papa.parse<string[]>(text, { delimiter: ",", newline: "\n" });

describe("papaparse since 5.0", () => {
  it("reports a quote that is never closed, and gives the rest of the file as one cell", () => {
    const { data, errors } = parse('a,b\n"x,1\ny,2');
    expect(errors.map(({ code }) => code)).toEqual(["MissingQuotes"]);
    expect(data).toEqual([["a", "b"], ["x,1\ny,2"]]);
  });

  it("reports text behind a closing quote, after which the rows are cut in the wrong places", () => {
    expect(parse('a,b\n"x" y,1\n').errors.map(({ code }) => code)).toContain("InvalidQuotes");
  });

  it("takes a blank line for a row of one empty cell", () => {
    expect(parse("a,b\n\n1,2").data).toEqual([["a", "b"], [""], ["1", "2"]]);
  });

  it("writes null as nothing, and asks about no quotes for it", () => {
    const asked: unknown[] = [];
    const quotes = (value: unknown) => asked.push(value) > 0 && value === "";
    expect(Papa.unparse([[null, "", "x"]], { quotes, newline: "\n" })).toBe(',"",x');
    expect(asked).not.toContain(null);
  });

  it("writes a row whose only cell is null as a blank line", () => {
    expect(Papa.unparse([["a"], [null], ["b"]], { newline: "\n" })).toBe("a\n\nb");
  });
});

describe("papaparse since 5.4", () => {
  it("renames the second of two equal headers, so that a doubled column would go unnoticed in header mode", () => {
    expect(Papa.parse("a,a\n1,2", { header: true }).data).toEqual([{ a: "1", a_1: "2" }]);
  });
});
