import { describe, expect, test } from "vitest";
import { readSpecs } from "../../../src/specs/sheets/read-specs.ts";
import { formatProblem, formatWarning } from "../../../src/specs/sheets/sheet-problem.ts";
import type { SearchParameters, Spec } from "../../../src/specs/spec.ts";

const read = (text: string) => readSpecs(Buffer.from(text));
const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/** One row with a title and one more cell, as a file in commas with every cell in quotes. */
const readCellOf = (column: string, cell: string) =>
  read(`spec,domain,${column}\na,brightlake.example,${quote(cell)}\n`);

function problemOf(column: string, cell: string): string {
  const { problems, specs } = readCellOf(column, cell);
  expect(specs).toEqual([]);
  return problems.map(formatProblem).join("\n");
}

function specOf(column: string, cell: string): Spec {
  const { problems, specs } = readCellOf(column, cell);
  expect(problems).toEqual([]);
  const [entry] = specs;
  if (entry === undefined) throw new Error("no spec was read");
  return entry.spec;
}

const searchOf = (column: keyof SearchParameters, cell: string) => specOf(column, cell).search[column];

describe("a word for a missing value", () => {
  test.each([
    "NA",
    "N/A",
    "n/a",
    "#N/A",
    "np.nan",
    "pd.NaT",
    "Series([])",
    "nan",
    "NaN",
    "None",
    "NULL",
    "null",
    "<NA>",
    "NaT",
    "\\N",
    "(null)",
    "undefined",
    "-",
    "--",
    "—",
    "()",
    "{}",
    "?",
    ".",
    "tbd",
    "CTO | None",
  ])("%j is refused as a title, a place, a keyword and a budget", (word) => {
    for (const column of ["job_title", "location"]) {
      expect(problemOf(column, word)).toContain("stands for a missing value");
      expect(problemOf(column, word)).toContain("leave the cell empty; if");
    }
    if (word.includes("|")) return;
    for (const column of ["keyword", "budget_credits", "nightly", "company_filter", "tags", "languages"])
      expect(problemOf(column, word)).toContain("stands for a missing value");
  });

  test("is refused as a name of a spec", () => {
    expect(read("spec,job_title\nnan,CTO\n").problems.map(formatProblem)).toEqual([
      expect.stringContaining('line 2, column spec: found "nan", which stands for a missing value'),
    ]);
  });

  test("is taken in quotes that say that it is meant", () => {
    expect(searchOf("location", '["NA"]')).toEqual(["NA"]);
    expect(searchOf("job_title", '["None","CTO"]')).toEqual(["CTO", "None"]);
    expect(searchOf("name", '"Null"')).toBe("Null");
    expect(searchOf("keyword", '"N/A"')).toBe("N/A");
  });

  test.each(["Nana", "Nancy, France", "North America", "C", "Nullarbor", "No", "Ann None"])(
    "%s is none",
    (word) => {
      expect(searchOf("location", word)).toEqual([word]);
    },
  );
});

describe("a list in the notation of another program is refused with the list to write", () => {
  test.each([
    ['{"Oslo, Norway",Bergen}', "a Postgres array", "write Oslo, Norway | Bergen"],
    ["{Oslo}", "a Postgres array", "write Oslo"],
    ["{'SQL'}", "a Python list", "write SQL"],
    ["['Oslo, Norway', 'Bergen']", "a Python list", "write Oslo, Norway | Bergen"],
    ["('SQL', 'Python')", "a Python list", "write SQL | Python"],
    ["('SQL',)", "a Python list", "write SQL"],
    ["['SQL', None, nan]", "a Python list", "write SQL"],
    ["frozenset({'SQL'})", "a Python list", "write SQL"],
    ["['SQL' 'Python']", "a Python list", "write SQL | Python"],
    ["array(['SQL', 'R'], dtype=object)", "a Python list", "write SQL | R"],
    ['c("SQL", "R")', "an R vector", "write SQL | R"],
  ])("%s", (cell, language, fix) => {
    for (const column of ["skills", "location", "job_title"]) {
      const problem = problemOf(column, cell);
      expect(problem).toContain(language);
      expect(problem.endsWith(fix)).toBe(true);
    }
  });

  test("and so is a line break written as two characters", () => {
    expect(problemOf("location", "Oslo, Norway\\nBergen, Norway")).toContain(
      'write "Oslo, Norway | Bergen, Norway"',
    );
  });

  test("but brackets of a search stay", () => {
    expect(searchOf("skills", "(SQL OR Python) AND dbt")).toEqual(["(SQL OR Python) AND dbt"]);
    expect(searchOf("skills", '("data mesh" OR dbt)')).toEqual(['("data mesh" OR dbt)']);
    expect(searchOf("keyword", "(B2B OR SaaS)")).toBe("(B2B OR SaaS)");
  });
});

describe("a comma inside a value", () => {
  test.each([
    ["seniority", "VP, Head", ["Head", "VP"]],
    ["company_size", "11_50, 51_200", ["11_50", "51_200"]],
    ["years_of_experience", "2_5;6_10", ["2_5", "6_10"]],
    ["domain", "brightlake.example, tuuli.example", ["brightlake.example", "tuuli.example"]],
    ["data_types", "work_email, phone", ["phone", "work_email"]],
  ] as const)("of %s separates known values", (column, cell, values) => {
    const sheet = read(`spec,keyword,${column}\na,x,"${cell}"\n`);
    expect(sheet.problems).toEqual([]);
    expect(sheet.specs[0]?.spec.search[column]).toEqual(values);
  });

  test.each([
    ["skills", "Python, SQL", 'write "Python | SQL"'],
    ["seniority", "VP, Chief", 'write "VP | Chief"'],
    ["company_size", "11_50, many", 'write "11_50 | many"'],
  ])("of %s is refused where it may be part of a value", (column, cell, fix) => {
    expect(problemOf(column, cell)).toContain(fix);
  });

  test("of a place is part of it", () => {
    expect(searchOf("location", "Bergen, Norway")).toEqual(["Bergen, Norway"]);
  });
});

describe("yes and no", () => {
  const flags = (first: string, second: string) =>
    read(`spec;job_title;nightly;enabled\na;CTO;${first};${second}\n`);

  test.each([
    ["VRAI", "FAUX"],
    ["WAHR", "FALSCH"],
    ["VERDADERO", "FALSO"],
    ["VERO", "FALSO"],
    ["VERDADEIRO", "FALSO"],
    ["WAAR", "ONWAAR"],
    ["PRAWDA", "FAŁSZ"],
    ["ja", "nein"],
    ["ja", "nee"],
    ["oui", "non"],
    ["sí", "no"],
    ["sim", "não"],
    ["Y", "N"],
    ["y", "n"],
    ["t", "f"],
    ["1.0", "0.0"],
    ["on", "off"],
    ["ИСТИНА", "ЛОЖЬ"],
    ["DOĞRU", "YANLIŞ"],
    ["True", "False"],
    ["V", "F"],
    ["☑", "☐"],
  ])("are read from %s and %s", (yes, no) => {
    expect(flags(yes, no).problems).toEqual([]);
    expect(flags(yes, no).specs).toMatchObject([{ spec: { nightly: true, enabled: false } }]);
    expect(flags(no, yes).specs).toMatchObject([{ spec: { nightly: false, enabled: true } }]);
  });

  test("of two languages in one file are refused with the word to use", () => {
    expect(flags("oui", "ja").problems.map(formatProblem)).toEqual([
      expect.stringMatching(/^line 2, column nightly: found "oui" beside "ja".*write true$/),
      expect.stringMatching(/^line 2, column enabled: found "ja" beside "oui".*write true$/),
    ]);
    expect(flags("WAHR", "FAUX").problems).toHaveLength(2);
  });

  test.each(["x", "✗", "maybe", "2", "-1"])("are not read from %s", (word) => {
    expect(flags(word, "yes").problems).toHaveLength(1);
  });

  test("have both readings named where a mark may mean either", () => {
    expect(flags("x", "").problems.map(formatProblem)[0]).toContain("which may be true or false");
  });
});

describe("a whole number", () => {
  test.each([
    ["500.0", 500],
    ["500,0", 500],
    ["500.00", 500],
    ["1,000", 1000],
    ["1 000", 1000],
    ["1\u00A0000", 1000],
    ["1\u202F000", 1000],
    ["1'000", 1000],
    ["1’000", 1000],
    ["1,000,000", 1_000_000],
    ["1.000.000", 1_000_000],
    ["1.000,00", 1000],
    ["1,000.00", 1000],
    ["1e+05", 100_000],
    ["1E5", 100_000],
    ["'500", 500],
    ["５００", 500],
    ["+500", 500],
  ])("is read from %j", (cell, value) => {
    expect(specOf("budget_credits", cell).budgetCredits).toBe(value);
  });

  test.each([
    ["1.000", "which may be 1000 or 1", "write 1000 or 1, whichever is meant"],
    ["500 €", 'found "500 €"', "write 500"],
    ["$1,000", 'found "$1,000"', "write 1000"],
    ["25 miles", 'found "25 miles"', "write 25"],
    ["1.2e+05", 'found "1.2e+05"', "write 120000"],
    ["12.5", 'found "12.5"', 'write it as in "500"'],
    ["0,5", 'found "0,5"', 'write it as in "500"'],
    ["1,00,000", 'found "1,00,000"', 'write it as in "500"'],
    ["10-Nov", "a date that a spreadsheet made", "write the number"],
  ])("is refused in %j with every reading", (cell, found, fix) => {
    const problem = problemOf("budget_credits", cell);
    expect(problem).toContain(found);
    expect(problem).toContain(fix);
  });

  test.each([
    ["semicolons between its cells", "spec;job_title;budget_credits\na;CTO;1,000\n"],
    ["a comma before decimals", 'spec,job_title,budget_credits\na,CTO,"1,000"\nb,CIO,"2,50"\n'],
    [
      "booleans of a language with such commas",
      'spec,job_title,budget_credits,nightly\na,CTO,"1,000",WAHR\n',
    ],
  ])("with one comma is refused in a file with %s", (_, text) => {
    expect(read(text).problems.map(formatProblem)[0]).toContain('"1,000", which may be 1000 or 1');
  });
});

describe("what a spreadsheet made a date of is refused", () => {
  test.each([
    ["company_size", "Nov-50", "write 11_50"],
    ["company_size", "10-Jan", "write 1_10"],
    ["years_of_experience", "02-mai", "write 2_5"],
    ["years_in_current_role", "2026-05-02 00:00:00", "write 2_5"],
    ["company_size", "Dec-99", "write a range such as 1_10"],
    ["company_size", "110", "write 1_10"],
    ["company_size", "1150", "write 11_50"],
    ["company_size", "5,011,000", "write 501_1000"],
    ["years_of_experience", "25", "write 2_5"],
    ["company", "11-Jul", 'write ["11-Jul"]'],
    ["job_title", "10-Nov", "none of them a date"],
    ["skills", "2026-11-10", "none of them a date"],
    ["location", "10/11/2026", "none of them a date"],
    ["name", "01-Mai", "not a date"],
    ["keyword", "2026-11-10", "not a date"],
  ])("in %s: %s", (column, cell, fix) => {
    expect(problemOf(column, cell)).toContain(fix);
  });

  test.each([
    ["job_title", "12 Monkeys"],
    ["company", "May 12"],
    ["company", "7-11"],
    ["skills", "Angular 15"],
    ["skills", "Python 3.11.2"],
    ["education", "Marketing-24"],
  ] as const)("but not in %s: %s", (column, cell) => {
    expect(searchOf(column, cell)).toEqual([cell]);
  });

  test("a date is welcome in notes", () => {
    expect(specOf("notes", "2026-11-10").notes).toBe("2026-11-10");
  });

  test("10.0 is the known value 10 that pandas wrote", () => {
    expect(searchOf("years_of_experience", "10.0")).toEqual(["10"]);
  });
});

describe("rows of joined, cut and summed files", () => {
  const messages = (text: string) => read(text).problems.map(formatProblem);

  test("a repeated header is refused, also with other capitals and a byte order mark", () => {
    const text = "spec,job_title,location\na,CTO,Oslo\n\uFEFFSpec,Job Title,LOCATION\nb,CIO,Oslo\n";
    expect(messages(text)).toEqual([expect.stringContaining("line 3: found the column names again")]);
    expect(read(text).slugs).toEqual(["a", "b"]);
  });

  test("a repeated header in another order refuses the file", () => {
    const text = "spec,job_title,location\na,CTO,Oslo\nspec,location,job_title\nb,Oslo,CIO\n";
    expect(read(text)).toMatchObject({ fatal: true, specs: [] });
    expect(messages(text)).toEqual([expect.stringContaining("line 3: found column names again, in another")]);
  });

  test("cells left out at a row's end are empty", () => {
    const text = "spec,job_title,location,tags,notes\na,CTO,Oslo\nb,CIO\nc,CFO,Oslo,it,x\n";
    expect(messages(text)).toEqual([]);
    expect(read(text).specs.map(({ spec }) => spec.tags)).toEqual([[], [], ["it"]]);
  });

  test("a row cut in two by a line break without quotes is refused, both halves of it", () => {
    const text = "spec;location;job_title;notes\na;Oslo, Norway\nBergen, Norway;CTO;x\nb;Oslo;CIO;y\n";
    expect(read(text).specs.map(({ line }) => line)).toEqual([4]);
    expect(messages(text)[0]).toContain("line 2: found 2 cells, and the other 3 on line 3");
  });

  test.each(["Total", "TOTAL:", "Grand Total", "Summe", "Somme", "Totale", "subtotal"])(
    "a sum named %s is refused once",
    (word) => {
      expect(messages(`spec,job_title,budget_credits\na,CTO,100\n${word},,100\n`)).toEqual([
        expect.stringContaining(`line 3: found "${word}" and no filter, which looks like a sum`),
      ]);
    },
  );

  test("a header below a title is named with its line, and read from there when told", () => {
    const text = 'Searches Q1,,\n,,\nspec,job_title,location\na,CTO,"Oslo, Norway"\n';
    expect(messages(text)).toEqual([
      expect.stringContaining(
        "the header seems to be in line 3: remove the lines above it, or say --header-line 3",
      ),
    ]);
    const sheet = readSpecs(Buffer.from(text), { headerLine: 3 });
    expect(sheet.problems).toEqual([]);
    expect(sheet.specs).toMatchObject([{ line: 4, spec: { spec: "a" } }]);
    expect(readSpecs(Buffer.from(text), { headerLine: 9 }).problems.map(formatProblem)[0]).toContain(
      "line 9",
    );
  });
});

describe("quotes and signs that typing and copying leave", () => {
  test.each([
    ["blanks before straight quotes", 'a, "CTO", "Oslo, Norway"'],
    ["blanks after them", 'a,"CTO" ,"Oslo, Norway"  '],
    ["curly quotes", "a,CTO,“Oslo, Norway”"],
    ["German quotes", "a,CTO,„Oslo, Norway“"],
    ["angle quotes", "a,CTO,« Oslo, Norway »"],
    ["curly quotes within straight ones", 'a,CTO,"“Oslo, Norway”"'],
    ["invisible signs", '\u200Ba\u00A0,\uFEFFCTO\u200E,"Oslo,\u00A0Norway\u00AD"'],
  ])("are no part of a value: %s", (_, row) => {
    const { problems, specs } = read(`spec,job_title,location\n${row}\nb,CIO,Oslo\n`);
    expect(problems).toEqual([]);
    expect(specs[0]?.spec).toMatchObject({
      spec: "a",
      search: { job_title: ["CTO"], location: ["Oslo, Norway"] },
    });
    expect(specs[1]?.line).toBe(3);
  });

  test("are told where they were invisible", () => {
    const { warnings } = read("spec,job_title\na,\u200BCTO\u2060\n");
    expect(warnings.map(formatWarning)).toEqual([
      "line 2, column job_title: invisible characters were taken out (U+200B, U+2060)",
    ]);
  });

  test("stay where they belong to the value", () => {
    expect(searchOf("keyword", '"growth lead" OR "chief of staff"')).toBe(
      '"growth lead" OR "chief of staff"',
    );
    expect(searchOf("job_title", "می\u200Cخواهم")).toEqual(["می\u200Cخواهم"]);
    expect(read('spec,keyword\na, "x" OR "y"\n').specs[0]?.spec.search.keyword).toBe('"x" OR "y"');
  });
});

describe("a row with an error", () => {
  test("still shows its warnings, and all its mistakes at once", () => {
    const sheet = read(
      'spec,job_title,skills,company_size,seniority,budget_credits,nightly\nBad Name,CTO|NA|None,"a, b",12-50,Chief,1.000,maybe\n',
    );
    expect(sheet.problems.map(({ column }) => column).sort()).toEqual([
      "budget_credits",
      "job_title",
      "job_title",
      "nightly",
      "skills",
      "spec",
    ]);
    expect(sheet.warnings.map(({ column }) => column)).toEqual(["seniority", "company_size"]);
  });

  test("is not told that a column is missing which is there and unreadable", () => {
    const { warnings } = read("spec,job_title,location,location_radius\na,CTO,NA,20\n");
    expect(warnings).toEqual([]);
  });

  test("whose column is misspelt is told the name, letters swapped or run together", () => {
    for (const written of ["jobtitel", "jobtitle", "job_tilte", "Job-Titel", "JOBTITLES"]) {
      const [problem] = read(`spec,${written}\na,CTO\n`).problems;
      expect(problem?.fix).toBe("did you mean job_title?");
    }
    const named = (written: string) => read(`spec,${written}\na,CTO\n`).problems[0]?.fix;
    expect(named("loaction")).toBe("did you mean location?");
    expect(named("companysize")).toBe("did you mean company_size?");
    expect(named("sklils")).toBe("did you mean skills?");
    expect(named("budgetcerdits")).toBe("did you mean budget_credits?");
  });
});
