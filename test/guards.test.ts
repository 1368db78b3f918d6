import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GUARDS, takeAway } from "./chaos/guards.mjs";

/** Text with brackets that open and close nothing. */
const TEMPLATE = "`}$" + "{other(`{$" + "{a}`)})`";
const ROOT = new URL("../", import.meta.url);

describe("npm run test:mutations", () => {
  it.each(GUARDS)("finds in $file the guard $symbol: $guard", (guard) => {
    const source = readFileSync(new URL(guard.file, ROOT), "utf8");
    expect(takeAway(source, guard)).not.toBe(source);
    expect(guard.tests.filter((file) => !existsSync(new URL(file, ROOT)))).toEqual([]);
  });

  it("replaces the body, a call or a constant of a function, whatever brackets its texts hold", () => {
    const source = [
      "function first({ a }: { a: string }): { b: string } {",
      "  // a comment (with a bracket",
      `  const text = ${TEMPLATE};`,
      "  return { b: call(text, ')') };",
      "}",
      "const last = 1;",
    ].join("\n");
    const guard = { guard: "", file: "source", symbol: "first", tests: [] };
    expect(takeAway(source, { ...guard, body: "return a;" })).toBe(
      "function first({ a }: { a: string }): { b: string } { return a; }\nconst last = 1;",
    );
    expect(takeAway(source, { ...guard, call: "call", put: "1" })).toContain("return { b: 1 };");
    expect(takeAway(source, { ...guard, constant: "text", put: "'x'" })).toContain("\n  const text = 'x';\n");
    expect(takeAway(source, { ...guard, symbol: "last", put: "2" })).toMatch(/\nconst last = 2;$/);
    expect(() => takeAway(source, { ...guard, symbol: "second", put: "2" })).toThrow("declares no second");
  });
});
