import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/values/json.ts";
import { sameJson } from "../../src/values/same-json.ts";

describe("two values of JSON", () => {
  it("are the same where they are written the same with their keys in order", () => {
    const few = fc.jsonValue({ maxDepth: 2, depthSize: "small" });
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(sameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
        expect(sameJson(a, JSON.parse(JSON.stringify(a)))).toBe(true);
      }),
    );
  });

  it.each([
    [{ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: 1, b: null }, { a: 1 }, false],
    [{ a: undefined }, {}, true],
    [[1, 2], [2, 1], false],
    [[1], { 0: 1 }, false],
    [{ 0: 1 }, [1], false],
    [{ toString: 1 }, {}, false],
    [{}, { toString: 1 }, false],
    ["1", 1, false],
    [null, {}, false],
  ])("%j and %j: %s", (a, b, same) => {
    expect(sameJson(a, b)).toBe(same);
  });
});
