import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateQuery, parseBooleanQuery } from "../../src/simulator/boolean-query.ts";
import { holdsPhrase, toSlug, toWordLine } from "../../src/simulator/fold-text.ts";

function matches(expression: string, text: string): boolean {
  const line = toWordLine(text);
  return evaluateQuery(parseBooleanQuery(expression), (phrase) => holdsPhrase(line, phrase));
}

describe("a boolean expression", () => {
  it.each([
    ["VP of Product", "VP of Product, EMEA", true],
    ["VP of Product", "VP Product", false],
    ["vp OR head", "Head of Sales", true],
    ["vp AND head", "Head of Sales", false],
    ['"head of" NOT sales', "Head of Sales", false],
    ['"head of" NOT sales', "Head of Data", true],
    ["head AND (sales OR data)", "Head of Data", true],
    ["head AND (sales OR data)", "Head of Design", false],
    ["a OR b AND c", "a", true],
    ["NOT (a OR b)", "c", true],
    ["Research and Development", "Research and Development", true],
    ["engineer", "Engineering Manager", false],
    ["developpeur", "Développeur Full Stack", true],
    ["C++", "C", false],
    ["R&D", "R&D Engineer", true],
    ["", "anything", false],
    ["((a", "a", true],
    ["a))) OR b", "a", false],
    ['"a', "a", true],
  ])("%s on %s is %s", (expression, text, expected) => {
    expect(matches(expression, text)).toBe(expected);
  });

  it("is read without an error whatever the text", () => {
    const parts = fc.constantFrom("(", ")", '"', "AND", "OR", "NOT", "a", "b c", " ");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(parts).map((list) => list.join(" ")),
        ),
        (text) => {
          expect(typeof matches(text, "a b c")).toBe("boolean");
        },
      ),
    );
  });

  it("survives ten thousand brackets and negations", () => {
    expect(typeof matches("(".repeat(10_000), "a")).toBe("boolean");
    expect(typeof matches("NOT ".repeat(10_000), "a")).toBe("boolean");
  });
});

describe("a slug", () => {
  it("holds ASCII letters, digits and dashes only", () => {
    expect(toSlug("Łukasz Øyvind Groß")).toBe("lukasz-oyvind-gross");
    expect(toSlug("佐藤")).toBe("member");
  });
});
