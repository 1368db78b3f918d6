import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { STOP_REASONS } from "../src/domain/stop-reason.ts";

const read = (name: string) => readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8");
const errors = read("errors.md");
const alerts = read("alerts.yml");

describe("docs/errors.md", () => {
  it.each(STOP_REASONS)("says what to do about %s", (reason) => {
    expect(errors).toContain(`\`${reason}\``);
  });

  it("says what to do about every alert, and about no other", () => {
    const named = [...alerts.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
    const explained = [...errors.matchAll(/^\| (Sourcing\w+) +\|/gm)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(explained.sort()).toEqual(named.sort());
  });
});

describe("docs/fault-matrix.md", () => {
  const rows = read("fault-matrix.md")
    .split("\n")
    .filter((line) => /^\| +\d/.test(line));
  const named = rows.map((row) => [...row.matchAll(/`(test\/[^`]+)` “([^”]+)”/g)]);

  it("has each of the 36 faults, with a test that plays it", () => {
    expect(rows.map((row) => Number(row.split("|")[1]))).toEqual(
      Array.from({ length: 36 }, (_, at) => at + 1),
    );
    expect(named.filter((tests) => tests.length === 0)).toEqual([]);
  });

  it("names tests that are there", () => {
    const missing = named.flat().filter(([, file = "", name = ""]) => {
      const url = new URL(`../${file}`, import.meta.url);
      return !existsSync(url) || !readFileSync(url, "utf8").includes(name);
    });
    expect(missing.map(([words]) => words)).toEqual([]);
  });
});

describe("docs/alerts.yml", () => {
  it("asks for no metric that a worker does not have", () => {
    const source = readFileSync(new URL("../src/watch/metrics.ts", import.meta.url), "utf8");
    const asked = [...alerts.matchAll(/\bsourcing_(\w+)/g)].map(([, name = ""]) => name);
    expect(asked.length).toBeGreaterThan(5);
    for (const name of asked) expect(source).toMatch(new RegExp(`"(?:sourcing_)?${name}"`));
  });
});
