import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
/** What may lie in the folder of a user, in every place where something of ours lies too. */
const THEIRS = [
  ".env",
  ".env.local",
  ".env.example.mine",
  "people.csv",
  "answer.json",
  "src/.env",
  "src/people.csv",
  "src/query/queries/answer.json",
  "jobs/people.jsonl",
  "docs/.env.production",
  "docs/people.csv",
  "docs/answer.json",
  "migrations/backup.json",
  "migrations/meta/people.csv",
  "examples/mine.csv",
  "examples/answer.json",
  "dist/.env",
  "dist/src/people.csv",
  "dist/src/cli/answer.json",
  ".sourcing/spool/1.aside",
];
const OURS = [
  "LICENSE",
  "README.md",
  "dist/jobs/registry.js",
  "dist/src/cli/main.js",
  "docs/operations.md",
  "examples/specs.csv",
  "migrations/0000_tables.sql",
  "migrations/meta/_journal.json",
  "src/query/queries/at-company.sql",
];

const copy = mkdtempSync(join(tmpdir(), "sourcing-package-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));
cpSync(join(ROOT, "package.json"), join(copy, "package.json"));
for (const path of [...THEIRS, ...OURS]) {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), "x");
}

it("a package holds what the program needs, and nothing that its user keeps beside it", () => {
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: copy,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ files }] = JSON.parse(packed);
  const paths = files.map(({ path }: { path: string }) => path);
  expect(paths.sort()).toEqual([...OURS, "package.json"].sort());
});

describe("an image", () => {
  const rules = readFileSync(join(ROOT, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

  it("holds nothing that a user keeps in the folder", () => {
    expect([...THEIRS, "node_modules/pg/package.json", ".git/config"].filter(isInImage)).toEqual([]);
  });

  it("holds what the build and the program read", () => {
    const needed = [
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "tsconfig.build.json",
      "src/cli/main.ts",
      "src/query/queries/at-company.sql",
      "jobs/registry.ts",
      "migrations/0000_tables.sql",
      "migrations/meta/_journal.json",
      "examples/specs.csv",
    ];
    expect(needed.filter((path) => !isInImage(path))).toEqual([]);
  });

  /** The last rule that matches a path or a folder above it decides, as in a .dockerignore. */
  function isInImage(path: string): boolean {
    const parts = path.split("/");
    const above = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    const last = rules.findLast((rule) => above.some((one) => toPattern(rule.replace("!", "")).test(one)));
    return last === undefined || last.startsWith("!");
  }

  function toPattern(rule: string): RegExp {
    const parts = rule.split("/").map((part) => part.replaceAll(".", "\\.").replaceAll("*", "[^/]*"));
    return new RegExp(`^${parts.join("/").replace("[^/]*[^/]*/", "(?:.*/)?")}$`, "u");
  }
});
