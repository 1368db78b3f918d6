import { describe, expect, test } from "vitest";
import { readSpecs, type SpecSheet } from "../../../src/specs/sheets/read-specs.ts";
import { formatProblem } from "../../../src/specs/sheets/sheet-problem.ts";

const read = (text: string): SpecSheet => readSpecs(Buffer.from(text));
const messages = (text: string): string[] => read(text).problems.map(formatProblem);
const firstSearch = (text: string) => read(text).specs[0]?.spec.search;

describe("a good file", () => {
  test("becomes specs with their lines", () => {
    const sheet = read(
      'spec,job_title,location,budget_credits,nightly\na,VP|Head,"Paris, France",500,yes\nb,CTO,,,\n',
    );
    expect(sheet.problems).toEqual([]);
    expect(sheet.warnings).toEqual([]);
    expect(sheet).toMatchObject({ fatal: false, delimiter: ",", slugs: ["a", "b"] });
    expect(sheet.specs).toMatchObject([
      {
        line: 2,
        spec: {
          spec: "a",
          search: { job_title: ["Head", "VP"], location: ["Paris, France"] },
          budgetCredits: 500,
          nightly: true,
        },
      },
      { line: 3, spec: { spec: "b", search: { job_title: ["CTO"] }, budgetCredits: null, nightly: false } },
    ]);
  });

  test.each([
    ["commas", "spec,job_title,tags\na,CTO,x", ","],
    ["semicolons", "spec;job_title;tags\na;CTO;x", ";"],
    ["tabs", "spec\tjob_title\ttags\na\tCTO\tx", "\t"],
    ["semicolons, declared to Excel", "sep=;\nspec;job_title;tags\na;CTO;x", ";"],
    ["semicolons, with commas in quoted headers and cells", 'spec;"job_title";tags\na;"CTO, CIO";x', ";"],
  ])("may be separated by %s", (_, text, delimiter) => {
    expect(messages(text)).toEqual([]);
    expect(read(text)).toMatchObject({ delimiter, specs: [{ spec: { spec: "a", tags: ["x"] } }] });
  });

  test.each(["\n", "\r\n", "\r"])("may end its lines with %j", (end) => {
    const sheet = read(["spec,job_title", 'a,"CTO', 'CIO"', "", "b,VP", "C,VP", ""].join(end));
    expect(sheet.specs.map(({ line, spec }) => [line, spec.spec])).toEqual([
      [2, "a"],
      [5, "b"],
    ]);
    expect(sheet.specs[0]?.spec.search.job_title).toEqual(["CIO", "CTO"]);
    expect(sheet.problems.map((problem) => problem.line)).toEqual([6]);
  });

  test("may mix line ends inside and outside quotes", () => {
    const sheet = read('spec,job_title\r\na,"CTO\nCIO"\r\nB,VP\r\n');
    expect(sheet.problems.map((problem) => problem.line)).toEqual([4]);
    expect(sheet.specs[0]?.spec.search.job_title).toEqual(["CIO", "CTO"]);
  });

  test("may write its headers with capitals, spaces and dashes", () => {
    expect(messages(" Spec ,Job Title,MAX-PAGES,Current  Work–Location\na,CTO,3,Paris")).toEqual([]);
  });

  test("may have blank lines, rows of separators alone and an unnamed empty column", () => {
    const sheet = read("\nspec,job_title,\n\na,CTO,\n,,\nb,CIO,\n");
    expect(sheet.problems).toEqual([]);
    expect(sheet.specs.map((entry) => entry.line)).toEqual([4, 6]);
  });

  test("may have too many cells as long as they are empty", () => {
    expect(messages("spec,job_title\na,CTO,,,\n")).toEqual([]);
  });

  test("takes a missing column and a blank cell for the same", () => {
    expect(read("spec,job_title,skills,refresh_days\na,CTO,,\n").specs[0]?.spec).toEqual(
      read("spec,job_title\na,CTO\n").specs[0]?.spec,
    );
  });
});

describe("a cell", () => {
  test.each([
    ["a|b", ["a", "b"]],
    [" a | b |", ["a", "b"]],
    ['"a\nb"', ["a", "b"]],
    ['"[""a"",""b | c""]"', ["a", "b | c"]],
    ['"Paris, France|Lyon, France"', ["Lyon, France", "Paris, France"]],
    ["'-x", ["-x"]],
    ["O'Reilly", ["O'Reilly"]],
  ])("of several values, %j, is read as %j", (cell, values) => {
    expect(firstSearch(`spec,location\na,${cell}\n`)).toEqual({ location: values });
  });

  test.each(["true", "TRUE", "yes", "Yes", "1"])("saying %s is true", (cell) => {
    expect(firstSearch(`spec,job_title,reveal_info\na,CTO,${cell}\n`)).toMatchObject({ reveal_info: true });
  });

  test.each(["false", "False", "no", "NO", "0"])("saying %s is false", (cell) => {
    expect(firstSearch(`spec,job_title,reveal_info\na,CTO,${cell}\n`)).toMatchObject({ reveal_info: false });
  });

  test("of a closed list forgives case, spaces and dashes", () => {
    expect(
      firstSearch("spec,job_title,company_filter,data_types\na,CTO,Both,Work-Email|personal email\n"),
    ).toMatchObject({
      company_filter: "both",
      data_types: ["personal_email", "work_email"],
    });
  });

  test("of objects is a JSON array, or a single JSON object", () => {
    const french = { languages: [{ language: "French" }] };
    expect(firstSearch('spec,languages\na,"[{""language"":""French""}]"\n')).toEqual(french);
    expect(firstSearch('spec,languages\na,"{""language"":""French""}"\n')).toEqual(french);
  });

  test("with a prototype in its JSON is refused and pollutes nothing", () => {
    const text = 'spec,languages\na,"[{""__proto__"":{""polluted"":true}}]"\n';
    expect(read(text).problems).toMatchObject([{ line: 2, column: "languages" }]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("of text is never taken for JSON", () => {
    expect(firstSearch("spec,keyword\na,[lead] 1\n")).toEqual({ keyword: "[lead] 1" });
  });
});

describe("a row is refused alone", () => {
  test.each([
    [
      "location_radius,900",
      'location_radius: found "900"; expected a whole number from 1 to 500; write 500 or less',
    ],
    [
      "location_radius,12.5",
      'location_radius: found "12.5"; expected a whole number from 1 to 500; write it as in "25", or leave the cell empty',
    ],
    [
      "budget_credits,1.5e3",
      'budget_credits: found "1.5e3"; expected a whole number from 0 to 1000000000; write 1500',
    ],
    [
      "nightly,maybe",
      'nightly: found "maybe"; expected true or false (also yes, no, 1, 0); write true or false, or leave the cell empty',
    ],
    [
      "company_filter,now",
      'company_filter: found "now"; expected one of current, past, both; write "current" or "past" or "both"',
    ],
    [
      'skills,"[""a"""',
      'skills: found "["a""; expected values separated by |, or a JSON array; separate the values by |, or write valid JSON such as ["SaaS","SQL"]',
    ],
    [
      'skills,"=A1&""x"""',
      'skills: found "=A1&"x""; expected text, not a spreadsheet formula; write the value itself, without the equals sign',
    ],
    [
      "notes,#REF!",
      'notes: found "#REF!"; expected text, not a spreadsheet\'s error; write the value that the formula should have given',
    ],
    [
      'educations,"[1]"',
      'educations: found "1"; expected a JSON array of at most 50 objects; write it as in [{"school_name":"HEC Paris"}]',
    ],
  ])("for %s", (pair, message) => {
    const [column, ...cell] = pair.split(",");
    const text = `spec,job_title,${column}\ngood,CTO,\nbad,CTO,${cell.join(",")}\n`;
    expect(messages(text)).toEqual([`line 3, column ${message}`]);
    expect(read(text).specs.map((entry) => entry.spec.spec)).toEqual(["good"]);
  });

  test("when it is longer than the header", () => {
    expect(messages("spec,location,skills\na,Paris\nb,Paris, France,SaaS\nc,Paris,SaaS\n")).toEqual([
      'line 3: found 4 cells, the first one too many being "SaaS"; expected 3 cells, as many as the first line has; put each value that holds a "," into double quotes, such as "Paris, France"',
    ]);
  });

  test("when it has something under no column name", () => {
    expect(messages("spec,job_title,\na,CTO,x\n")).toEqual([
      'line 2: found "x" under no column name, at position 3; expected a name in the first line for each column in use; name the column or empty it',
    ]);
  });

  test("when it would buy everybody", () => {
    expect(messages("spec,reveal_info\na,yes\n")[0]).toMatch(
      /^line 2: found no filter; .* would buy everybody$/,
    );
  });

  test("without calling an unreadable filter a missing one", () => {
    expect(messages('spec,skills\na,"[x"\n')).toHaveLength(1);
  });

  test("when its slug is used again, and so is the other row", () => {
    const text = "spec,job_title\na,CTO\nb,CIO\nA,VP\na,Head\n";
    expect(read(text).specs.map((entry) => entry.spec.spec)).toEqual(["b"]);
    expect(messages(text).filter((message) => message.includes("lines"))).toEqual(
      [2, 4, 5].map(
        (line) =>
          `line ${line}, column spec: found "a" on lines 2, 4, 5; expected each name once in the file; rename all but one, or remove them`,
      ),
    );
  });

  test("yet its slug is known, so that pruning spares it", () => {
    expect(read("spec,job_title,max_pages\na,CTO,x\n")).toMatchObject({ specs: [], slugs: ["a"] });
  });

  test("with its line in the file even after cells of several lines", () => {
    expect(read('spec,notes,job_title\na,"1\n2\n3",CTO\n\nB,,CTO\n').problems).toMatchObject([
      { line: 6, column: "spec" },
    ]);
  });

  test("with the found value shortened", () => {
    const [message = ""] = messages(`spec,job_title,max_pages\na,CTO,${"9".repeat(5_000)}\n`);
    expect(message.length).toBeLessThan(250);
  });
});
