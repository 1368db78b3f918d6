import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSpecs } from "../../../src/specs/sheets/read-specs.ts";
import { formatProblem } from "../../../src/specs/sheets/sheet-problem.ts";

test("the example file is good without a warning", () => {
  const sheet = readSpecs(readFileSync("examples/specs.csv"));
  expect(sheet.problems).toEqual([]);
  expect(sheet.warnings).toEqual([]);
  expect(sheet.specs).toHaveLength(12);
});

test("the example with ten mistakes gets ten messages that say how to fix them", () => {
  const sheet = readSpecs(readFileSync("examples/specs-with-mistakes.csv"));
  expect(sheet.specs).toEqual([]);
  expect(sheet.problems.map(formatProblem)).toEqual([
    'line 2, column spec: found "Paris VP"; expected a name of small letters, digits, dashes and underscores, at most 64 characters; write "paris-vp"',
    'line 3, column location_radius: found "900"; expected a whole number from 1 to 500; write 500 or less',
    "line 4, column match_experience: found match_experience together with company_filter; expected only one of match_experience and company_filter; clear match_experience or company_filter",
    'line 5, column reveal_info: found "maybe"; expected true or false (also yes, no, 1, 0); write true or false, or leave the cell empty',
    'line 6, column data_types: found "fax"; expected some of personal_email, work_email, phone, separated by |; write "personal_email" or "work_email" or "phone"',
    'line 7, column languages: found "French"; expected a JSON array of at most 50 objects; write valid JSON, as in [{"language":"French","proficiency":"native_or_bilingual"}]',
    'line 8, column skills: found "=CONCAT("Py","thon")"; expected text, not a spreadsheet formula; write the value itself, without the equals sign',
    "line 9: found no filter; expected at least one column that says who is wanted, such as job_title, location, company or keyword; fill in one of them: without, the search would buy everybody",
    'line 10: found 13 cells, the first one too many being "data"; expected 12 cells, as many as the first line has; put each value that holds a "," into double quotes, such as "Paris, France"',
    'line 11, column budget_credits: found "1.5k"; expected a whole number from 0 to 1000000000; write it as in "500", or leave the cell empty',
  ]);
});
