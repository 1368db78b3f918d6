import { describe, expect, test } from "vitest";
import { readCell } from "../../src/specs/sheets/cells/read-cell.ts";
import { parseSpec } from "../../src/specs/spec.ts";
import { SPEC_COLUMNS, specColumn, toColumnName } from "../../src/specs/spec-columns.ts";

/** The body parameters of the reference page, `page` left out, in its order. */
const REFERENCE_PAGE =
  "name job_title exclude_job_titles current_titles_only include_related_job_titles job_function seniority match_experience skills languages education educations location location_radius current_work_location past_work_location company company_filter current_company_only exclude_companies domain industry company_size keyword years_of_experience years_in_current_role data_types reveal_info detailed_experience detailed_education output_fields".split(
    " ",
  );
const SETTINGS =
  "spec budget_credits lifetime_credits max_pages refresh_days stop_after_known_pages nightly enabled priority tags owner notes".split(
    " ",
  );

describe("the columns of a spec", () => {
  test("are every parameter of the reference page but page, and our settings", () => {
    const names = (isSetting: boolean) =>
      SPEC_COLUMNS.filter((column) => (column.role === "setting") === isSetting).map((column) => column.name);
    expect(names(false)).toEqual(REFERENCE_PAGE);
    expect(names(true)).toEqual(SETTINGS);
  });

  test.each([
    ["name", "text", "text of at most 200 characters"],
    ["keyword", "text", "text of at most 500 characters"],
    ["job_title", "list", "at most 50 values, separated by |"],
    ["languages", "object list", "a JSON array of at most 50 objects"],
    ["location_radius", "integer", "a whole number from 1 to 500"],
    ["reveal_info", "boolean", "true or false (also yes, no, 1, 0)"],
    ["company_filter", "enum", "one of current, past, both"],
    ["data_types", "enum list", "some of personal_email, work_email, phone, separated by |"],
    ["tags", "list", "at most 50 values, separated by |"],
  ])("take kind and limits of %s from its schema", (name, kind, expected) => {
    expect(specColumn(name)).toMatchObject({ kind, expected });
  });

  test.each(SPEC_COLUMNS.map((column) => [column.name, column] as const))(
    "give a good example of %s",
    (name, column) => {
      const reading = readCell(column, column.example);
      const value = "value" in reading ? reading.value : undefined;
      expect(value).toBeDefined();
      const base = { spec: "a", search: { company: ["x"] } };
      const input =
        column.role === "setting"
          ? { ...base, [column.property]: value }
          : { ...base, search: { ...base.search, [name]: value } };
      expect(() => parseSpec(input)).not.toThrow();
    },
  );

  test("have names that turn into properties and back", () => {
    for (const { name, property } of SPEC_COLUMNS) expect(toColumnName(property)).toBe(name);
  });
});
