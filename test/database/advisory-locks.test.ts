import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ADVISORY_LOCK_CLASSES, ADVISORY_LOCKS } from "../../src/database/advisory-locks.ts";

const SOURCES = fileURLToPath(new URL("../../src", import.meta.url));
/** What a lock's first argument is: a listed number, a parameter that holds one, or a hash. */
const LISTED =
  /^(?:\$\{lockOfStore\(sql`)?(?:\$\{(?:ADVISORY_LOCKS\.|ADVISORY_LOCK_CLASSES\.|ERASURE\})|\$1\)|hashtextextended\()/;

describe("the list of advisory locks", () => {
  it.each([
    ["locks of one number", ADVISORY_LOCKS],
    ["locks of two numbers", ADVISORY_LOCK_CLASSES],
  ])("gives different numbers to all %s", (_, locks) => {
    const numbers = Object.values(locks);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("is the only place where such a number is written", () => {
    const uses = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => [
        ...readFileSync(join(SOURCES, name), "utf8").matchAll(
          /select pg_(?:try_)?advisory\w*lock(?:_shared)?\((.*)/g,
        ),
      ])
      .map(([, argument = ""]) => argument);
    expect(uses.length).toBeGreaterThan(5);
    expect(uses.filter((argument) => !LISTED.test(argument))).toEqual([]);
  });
});
