import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readSpecs } from "../../../src/specs/sheets/read-specs.ts";
import { formatProblem } from "../../../src/specs/sheets/sheet-problem.ts";

const zip = (parts: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])));

const RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook as Excel writes it, its sheets given as the XML of their rows. */
function xlsx(
  sheets: Readonly<Record<string, string>>,
  { texts = "", prefix = "", state = "visible" } = {},
): Uint8Array {
  const tag = (name: string) => `${prefix}${name}`;
  const names = Object.keys(sheets);
  const entries = names.map(
    (name, index) =>
      `<${tag("sheet")} name="${name}" sheetId="${index + 1}" ${index === 0 ? `state="${state}"` : ""} r:id="rId${index + 1}"/>`,
  );
  return zip({
    "_rels/.rels": `<Relationships><Relationship Id="r" Type="${RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<?xml version="1.0"?><${tag("workbook")} xmlns:r="${RELS}"><${tag("sheets")}>${entries.join("")}</${tag("sheets")}></${tag("workbook")}>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names
      .map(
        (_, index) =>
          `<Relationship Id="rId${index + 1}" Type="${RELS}/worksheet" Target="${index === 0 ? "" : "/xl/"}worksheets/sheet${index + 1}.xml"/>`,
      )
      .join(
        "",
      )}<Relationship Id="s" Type="${RELS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="${RELS}/styles" Target="styles.xml"/></Relationships>`,
    "xl/sharedStrings.xml": `<sst>${texts}</sst>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\-mmm;@"/><numFmt numFmtId="165" formatCode="#,##0&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(
      Object.values(sheets).map((rows, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<${tag("worksheet")}><${tag("sheetData")}>${rows}</${tag("sheetData")}></${tag("worksheet")}>`,
      ]),
    ),
  });
}

const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const HEADER = `<row r="1">${["spec", "job_title", "location", "company_size", "budget_credits", "nightly"].map(inline).join("")}</row>`;
const messages = (bytes: Uint8Array, place = {}) => readSpecs(bytes, place).problems.map(formatProblem);

describe("an .xlsx workbook", () => {
  test.each(["99999999999", "1e99", "4294967297", "1048577"])(
    "with a row of the number %s is refused at once where it holds something, and not where it is blank",
    (place) => {
      const good = `<row r="2">${["lyon-cto", "CTO", "Lyon, France"].map(inline).join("")}</row>`;
      const far = (cell: string) => xlsx({ Searches: `${HEADER}${good}<row r="${place}">${cell}</row>` });
      expect(readSpecs(far("")).specs).toHaveLength(1);
      expect(messages(far(""))).toEqual([]);
      expect(messages(far(inline("x")))).toHaveLength(1);
    },
  );

  test.each(["0", "-5", "x", ""])("with a row of the number %j counts on", (place) => {
    const row = `<row r="${place}">${["lyon-cto", "CTO", "Lyon, France"].map(inline).join("")}</row>`;
    expect(readSpecs(xlsx({ Searches: HEADER + row })).specs).toMatchObject([{ line: 2 }]);
  });

  test("is read with its texts, numbers, booleans, line breaks and left out cells", () => {
    const texts =
      '<si><t>lyon-cto</t></si><si><r><t>CTO</t></r><r><t xml:space="preserve"> | VP</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t>Lyon, France\nParis, France</t></si>';
    const row =
      '<row r="4"><c r="A4" t="s"><v>0</v></c><c r="B4" t="s"><v>1</v></c><c r="C4" t="s"><v>2</v></c><c r="E4" s="2"><v>1000</v></c><c r="F4" t="b"><v>1</v></c></row>';
    const sheet = readSpecs(xlsx({ Searches: HEADER + row }, { texts }));
    expect(sheet.problems).toEqual([]);
    expect(sheet.specs).toMatchObject([
      {
        line: 4,
        spec: {
          spec: "lyon-cto",
          search: { job_title: ["CTO", "VP"], location: ["Lyon, France", "Paris, France"] },
          budgetCredits: 1000,
          nightly: true,
        },
      },
    ]);
  });

  test("written with prefixes and a title above its header says which line the header is", () => {
    const cells = (row: string, prefix: string) => row.replace(/<(\/?)(?=[a-z])/gu, `<$1${prefix}`);
    const rows = cells(
      `<row r="1">${inline("Searches Q1")}</row>${HEADER.replace('r="1"', 'r="3"')}<row r="4">${inline("a")}${inline("CTO")}</row>`,
      "x:",
    );
    const book = xlsx({ Sheet1: rows }, { prefix: "x:" });
    expect(messages(book)).toEqual([expect.stringContaining("the header seems to be in line 3")]);
    expect(readSpecs(book, { headerLine: 3 }).specs).toMatchObject([{ line: 4, spec: { spec: "a" } }]);
  });

  test("has its first visible sheet read, or the one named", () => {
    const row = (slug: string) => `${HEADER}<row r="2">${inline(slug)}${inline("CTO")}</row>`;
    const book = xlsx({ Old: row("old"), New: row("new") }, { state: "hidden" });
    expect(readSpecs(book).specs).toMatchObject([{ spec: { spec: "new" } }]);
    expect(readSpecs(book, { sheet: "old" }).specs).toMatchObject([{ spec: { spec: "old" } }]);
    expect(messages(book, { sheet: "Newer" })).toEqual([expect.stringContaining('found no sheet "Newer"')]);
    expect(messages(book, { sheet: "Newer" })[0]).toContain('name one of "New", "Old" by --sheet');
  });

  test.each([
    ['<c r="D2" s="1"><v>46336</v></c>', "a date that a spreadsheet made of a range"],
    ['<c r="D2" s="3"><v>18568</v></c>', "write 11_50"],
    ['<c r="D2" t="d"><v>2026-11-10T00:00:00</v></c>', "a date that a spreadsheet made"],
    ['<c r="D2"><v>110</v></c>', "write 1_10"],
    ['<c r="C2" t="e"><v>#N/A</v></c>', "stands for a missing value"],
    ['<c r="C2" t="e"><v>#REF!</v></c>', "text, not a spreadsheet's error"],
    ['<c r="C2"><f>B1&amp;"x"</f></c>', "text, not a spreadsheet formula"],
  ])("refuses %s", (cell, words) => {
    const row = `<row r="2">${inline("a")}${inline("CTO")}${cell}</row>`;
    expect(messages(xlsx({ S: HEADER + row }))).toEqual([expect.stringContaining(words)]);
  });
});

/** A workbook as LibreOffice writes it. */
const ods = (tables: string): Uint8Array =>
  zip({
    mimetype: "application/vnd.oasis.opendocument.spreadsheet",
    "content.xml": `<?xml version="1.0"?><office:document-content><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
  });
const text = (value: string) =>
  `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`;
const odsHeader = `<table:table-row>${["spec", "job_title", "location", "company_size", "budget_credits", "nightly"].map(text).join("")}<table:table-cell table:number-columns-repeated="16378"/></table:table-row>`;
const blankRows = (count: number) =>
  `<table:table-row table:number-rows-repeated="${count}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`;
const table = (name: string, rows: string) => `<table:table table:name="${name}">${rows}</table:table>`;

describe("an .ods workbook", () => {
  test("is read with its texts, numbers, booleans, repetitions and notes left out", () => {
    const row = `<table:table-row>${text("a")}${text("CTO")}<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation><text:p>Lyon,<text:s/>France</text:p><text:p>Paris, France</text:p></table:table-cell><table:table-cell/><table:table-cell office:value-type="float" office:value="1000"><text:p>1.000,00</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell></table:table-row>`;
    const sheet = readSpecs(ods(table("S", odsHeader + blankRows(2) + row + blankRows(1_048_570))));
    expect(sheet.problems).toEqual([]);
    expect(sheet.specs).toMatchObject([
      {
        line: 4,
        spec: { search: { location: ["Lyon, France", "Paris, France"] }, budgetCredits: 1000, nightly: true },
      },
    ]);
  });

  test("has a sheet named, and refuses dates and errors", () => {
    const cell =
      '<table:table-cell office:value-type="date" office:date-value="1950-11-01"><text:p>Nov 50</text:p></table:table-cell>';
    const row = (third: string, fourth: string) =>
      `${odsHeader}<table:table-row>${text("a")}${text("CTO")}${third}${fourth}</table:table-row>`;
    const book = ods(table("One", row("<table:table-cell/>", cell)) + table("Two", row(text("#REF!"), "")));
    expect(messages(book)).toEqual([expect.stringContaining("write 11_50")]);
    expect(messages(book, { sheet: "two" })).toEqual([expect.stringContaining("a spreadsheet's error")]);
  });
});

describe("a zip file is refused", () => {
  test.each([
    ["that is no workbook", zip({ "a.txt": "x" }), "a zip file that is no workbook"],
    [
      "that is a text document",
      zip({ mimetype: "application/vnd.oasis.opendocument.text", "content.xml": "<a/>" }),
      "no workbook",
    ],
    ["that is cut", xlsx({ S: HEADER }).subarray(0, 300), "a damaged workbook"],
    ["whose XML is broken", xlsx({ S: "<row><c>" }), "a damaged workbook"],
    [
      "whose XML has entities of its own",
      xlsx({ S: '<row><c t="str"><v>&lol;</v></c></row>' }),
      "a damaged workbook",
    ],
    ["with an empty sheet", xlsx({ S: "", T: "" }), 'an empty sheet "S" beside "T"'],
  ])("%s", (_, bytes, words) => {
    const sheet = readSpecs(bytes);
    expect(sheet).toMatchObject({ fatal: true, specs: [] });
    expect(sheet.problems.map(formatProblem)[0]).toContain(words);
  });
});
