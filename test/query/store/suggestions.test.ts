import { beforeAll, describe, expect, inject, it } from "vitest";
import { readQuerySchema } from "../../../src/query/store/read-query-schema.ts";
import { ask, homeOf } from "../../support/ask.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  return () => database.close();
});

describe("a statement that names what is not there", () => {
  it.each([
    ["select * from candidate", "did you mean candidates"],
    ["select * from Spend_By_Specs", "did you mean spend_by_spec"],
    ["select 'é😀' as a\nfrom public.experience", "did you mean experiences?"],
    ["select * from invoices", "`sourcing schema` lists what there is"],
    ["select fullname from candidates", "did you mean full_name?"],
    ["select c.current_compny from candidates c", "did you mean current_company?"],
    ['select "Full Name" from candidates', "did you mean full_name?"],
    ['select full_name from candidates where location = "Lyon"', "a text stands in single quotes: 'Lyon'"],
    ["select zzz from candidates", "`sourcing schema candidates` lists the columns"],
    ["select foldlist('a')", "did you mean fold_list?"],
    ["select fold_text('a', 'b')", "it is fold_text(value text): A text without regard to case"],
    ["select candidates.full_name from candidates c", '"c"'],
  ])("is told what is meant: %s", async (sql, meant) => {
    await expect(ask(homeOf(database), sql)).rejects.toThrow(meant);
  });

  it("is told so once, behind the place, without the hint of the database", async () => {
    await expect(ask(homeOf(database), "select full_nam from candidates")).rejects.toThrow(
      /^column "full_nam" does not exist \(line 1, column 8\); did you mean full_name\?$/,
    );
  });
});

describe("what queries can name", () => {
  it("is every view with the meaning of each column, and nothing that the reader may not read", async () => {
    const schema = await readQuerySchema(homeOf(database), "reader");
    const named = (name: string) => schema.relations.find((one) => one.name === name);
    expect(schema.relations[0]?.kind).toBe("view");
    expect(named("candidates")?.columns[1]).toEqual({ name: "full_name", type: "text", about: "Full name." });
    for (const { kind, columns } of schema.relations)
      if (kind === "view") expect(columns.filter(({ about }) => about === "")).toEqual([]);
    expect(named("profile_versions")?.columns.map(({ name }) => name)).not.toContain("raw");
    expect(named("contacts")).toBeUndefined();
    expect(schema.functions.map(({ name }) => name)).toContain("fold_list");
    const withContacts = await readQuerySchema(homeOf(database), "contacts");
    expect(withContacts.relations.map(({ name }) => name)).toContain("contacts");
  });
});
