import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSpecs } from "../../../src/specs/sheets/read-specs.ts";
import { describeColumns, toSpecsCsv, toTemplateCsv } from "../../../src/specs/sheets/write-specs.ts";
import { SPEC_COLUMNS } from "../../../src/specs/spec-columns.ts";
import { goodSpec } from "../spec-arbitraries.ts";

describe("the specs export", () => {
  test("is read back as the same specs", () => {
    const specs = fc.uniqueArray(goodSpec, { selector: (spec) => spec.spec, minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(specs, (some) => {
        const sheet = readSpecs(Buffer.from(toSpecsCsv(some)));
        expect(sheet.problems).toEqual([]);
        expect(sheet.specs.map((entry) => entry.spec)).toEqual(some);
      }),
    );
  });

  test("of no specs is a header", () => {
    expect(toSpecsCsv([])).toBe(`\uFEFF${SPEC_COLUMNS.map((column) => column.name).join(",")}\n`);
  });
});

describe("the template", () => {
  test("has every column and one row, good but disabled", () => {
    const sheet = readSpecs(Buffer.from(toTemplateCsv()));
    expect(sheet.problems).toEqual([]);
    expect(sheet.warnings).toEqual([]);
    expect(sheet.headers).toEqual(SPEC_COLUMNS.map((column) => column.name));
    expect(sheet.specs).toMatchObject([{ spec: { spec: "example", enabled: false } }]);
  });

  test("is explained column by column", () => {
    for (const { name, expected } of SPEC_COLUMNS) {
      expect(describeColumns()).toContain(`${name}: `);
      expect(describeColumns()).toContain(expected);
    }
  });
});
