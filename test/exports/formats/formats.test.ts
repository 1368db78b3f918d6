import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXPORT_FORMATS, findFormat } from "../../../src/exports/formats/formats.ts";

const docs = readFileSync(new URL("../../../docs/exports.md", import.meta.url), "utf8");

describe.each(EXPORT_FORMATS)("the export format $name", ({ name, columns, key }) => {
  const names = columns({ contacts: true, more: ["noticed_at"] }).map((column) => column.name);

  it("has each column once, and its key among them", () => {
    expect(new Set(names).size).toBe(names.length);
    if (key !== null) expect(names).toContain(key);
  });

  it("is found by its name, and docs/exports.md describes it", () => {
    expect(findFormat(name).columns).toBe(columns);
    expect(docs).toMatch(new RegExp(`^\\| \`${name}\` *\\|`, "m"));
  });
});
