import { describe, expect, test } from "vitest";
import { parseTable } from "../../../src/specs/sheets/parse-table.ts";
import { readSpecs, type SpecSheet } from "../../../src/specs/sheets/read-specs.ts";
import { formatProblem, formatWarning } from "../../../src/specs/sheets/sheet-problem.ts";

const read = (text: string): SpecSheet => readSpecs(Buffer.from(text));
const messages = (text: string): string[] => read(text).problems.map(formatProblem);
const warnings = (text: string): string[] => read(text).warnings.map(formatWarning);

describe("the whole file is refused", () => {
  test.each([
    ["an empty file", "", "found an empty file"],
    ["blank lines only", "\n \n,,\n", "found an empty file"],
    ["a header alone", "spec,job_title\n", "line 1: found column names and no row below them"],
    [
      "an unterminated quote",
      'spec,job_title\na,CTO\nb,"VP\nc,CIO\n',
      "line 3: found a quote that is opened and never closed",
    ],
    [
      "text after a closing quote",
      'spec,job_title\na,"VP"x\nb,CTO\n',
      "line 2: found text after a closing quote",
    ],
    [
      "a duplicate column",
      "spec,job_title,Job-Title\na,b,c\n",
      "line 1, column Job-Title: found the same column twice, at positions 2 and 3",
    ],
    ["no slugs", "job_title\nCTO\n", 'line 1, column spec: found the columns "job_title"'],
    ["a prototype", "spec,__proto__,job_title\na,b,c\n", "line 1, column __proto__: found an unknown column"],
    [
      "another delimiter",
      "spec|job_title\na|CTO\n",
      "line 1, column spec|job_title: found an unknown column",
    ],
    ["too many columns", `spec${",".repeat(300)}\na\n`, "line 1: found 301 columns"],
    ["too many rows", `spec,name\n${"a,b\n".repeat(200_001)}`, "found more than 200000 rows"],
  ])("for %s", (_, text, start) => {
    const sheet = read(text);
    expect(sheet).toMatchObject({ fatal: true, specs: [], rows: [], warnings: [] });
    expect(
      formatProblem(sheet.problems[0] ?? { line: 0, column: "", found: "", expected: "", fix: "" }),
    ).toContain(start);
  });

  test("only beyond 200,000 rows", () => {
    expect(parseTable(`spec,name\n${"a,b\n".repeat(200_000)}`).rows).toHaveLength(200_001);
  });

  test.each([
    ["title", "did you mean job_title?"],
    ["Titles", "did you mean job_title?"],
    ["City", "did you mean location?"],
    ["locations", "did you mean location?"],
    ["companies", "did you mean company?"],
    ["skill", "did you mean skills?"],
    ["keywords", "did you mean keyword?"],
    ["budget", "did you mean budget_credits?"],
    ["max", "did you mean max_pages?"],
    ["jobTitle", "did you mean job_title?"],
    ["senority", "did you mean seniority?"],
    ["page", "remove the column: pages are bought one after the other"],
    ["favourite colour", "remove the column, or see the names in: sourcing specs template"],
  ])("for the column %s, with advice", (column, advice) => {
    expect(messages(`spec,${column}\na,b\n`)).toEqual([
      `line 1, column ${column}: found an unknown column; expected the name of an API parameter or of a setting; ${advice}`,
    ]);
  });

  test("with every header mistake at once", () => {
    expect(read("titles,budget,skills,skills\na,b,c,d\n").problems.map((problem) => problem.column)).toEqual([
      "titles",
      "budget",
      "skills",
      "spec",
    ]);
  });

  test("telling name from spec", () => {
    expect(messages("name,job_title\na,CTO\n")[0]).toContain(
      "the column name is the name of the person searched for",
    );
  });
});

describe("a warning", () => {
  test("names the other spec that buys the same people", () => {
    const text = "spec,job_title\na,CTO|CIO\nb,VP\nc, cio|cto\n";
    expect(warnings(text)).toEqual([
      'line 4, column spec: "c" searches for the same people as "a" on line 2, so both would be bought; remove one of them',
    ]);
    expect(read(text).specs).toHaveLength(3);
  });

  test("never stops a spec", () => {
    const sheet = read("spec,job_title,company_size,budget_credits\na,CTO,11-50,10\n");
    expect(sheet.specs).toHaveLength(1);
    expect(sheet.warnings.map((warning) => warning.column)).toEqual(["company_size", "budget_credits"]);
  });
});
