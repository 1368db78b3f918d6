import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { fieldsOf, type SignedIn, withConsole } from "../support/test-console.ts";

/** Checks a sheet as the form of the page sends it. */
async function check(session: SignedIn, fields: Readonly<Record<string, string>>) {
  return session.send("/upload", "/upload/check", fields);
}

const dataUrl = (bytes: Uint8Array | string) =>
  `data:application/octet-stream;base64,${Buffer.from(bytes).toString("base64")}`;

/** Sends the form for an action that stands in an answer. */
async function sendOn(
  session: SignedIn,
  body: string,
  action: string,
  fields: Readonly<Record<string, string>> = {},
) {
  const ticked = ([name]: readonly [string, string]) => name !== "" && !name.startsWith("drop_");
  const sent = Object.entries(fieldsOf(body, action))
    .filter(ticked)
    .map(([name, value]) => [name, asRead(value)]);
  return session.post(action, { ...Object.fromEntries(sent), ...fields });
}

/** The value of an attribute as a browser reads it. */
function asRead(value: string): string {
  const signs: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return value.replace(/&(lt|gt|quot|#39|amp);/gu, (_, name: string) => signs[name] ?? "");
}

const TWO = "spec,job_title,location\nparis-vp,VP Sales,Paris\nlyon-cto,CTO,Lyon\n";

describe("the upload page", () => {
  it("checks pasted cells and CSV files alike, storing and buying nothing", async () => {
    await withConsole({}, async ({ signIn, app, enqueued }) => {
      const session = await signIn();
      for (const fields of [
        { text: TWO },
        { text: TWO.replaceAll(",", "\t").replaceAll("\n", "\r\n") },
        { text: TWO.replaceAll(",", ";") },
        { file: dataUrl(TWO) },
        { file: dataUrl(Buffer.from(`\uFEFF${TWO}`, "utf16le")) },
      ]) {
        const { status, body } = await check(session, fields);
        expect([status, body.includes("All 2 rows can be stored")]).toEqual([200, true]);
        expect(body).toContain("Store 2 specs: buys nothing");
      }
      expect(await app.specs.stored()).toEqual([]);
      expect(enqueued).toEqual([]);
    });
  });

  it("reads a workbook, and the sheet and the line of it that are named", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const file = dataUrl(workbook());
      const first = await check(session, { file });
      expect(first.body).toContain("remove the lines above it");
      const second = await check(session, { file, sheet: "searches", header: "3" });
      expect(second.body).toContain("All 1 row can be stored");
      expect(second.body).toContain("oslo-cfo");
      // The line is kept by the form that stores.
      const stored = await sendOn(session, second.body, "/upload/store");
      expect(stored.body).toContain("1 spec is stored");
      const none = await check(session, { file, sheet: "nowhere" });
      expect(none.body).toContain("The sheet cannot be read");
    });
  });

  it("stores once however often the form is sent, and links to the plan", async () => {
    await withConsole({}, async ({ signIn, app, enqueued }) => {
      const session = await signIn();
      const { body } = await check(session, { text: TWO });
      const answers = await Promise.all([1, 2].map(() => sendOn(session, body, "/upload/store")));
      for (const answer of answers) {
        expect(answer.status).toBe(200);
        expect(answer.body).toContain("2 new, 0 revised, 0 changed, 0 unchanged. Nothing was bought.");
        expect(answer.body).toContain('href="/plan?specs=paris-vp%2Clyon-cto"');
      }
      const link = await session.get("/plan?specs=paris-vp%2Clyon-cto");
      expect(link.body).toContain("2 searches");
      expect((await app.specs.stored()).map(({ spec }) => spec).sort()).toEqual(["lyon-cto", "paris-vp"]);
      expect(enqueued).toEqual([]);
    });
  });

  it("shows how each row differs from what is stored, and what a run would buy of it", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      await sendOn(session, (await check(session, { text: TWO })).body, "/upload/store");
      const sheet =
        "spec,job_title,location,max_pages,budget_credits,enabled\nparis-vp,VP Sales,Lille,,,\nlyon-cto,CTO,Lyon,,50,\nrome-cfo,CFO,Rome,,,no\n";
      const { body } = await check(session, { text: sheet });
      expect(body).toContain("paris-vp r1 -&gt; r2: location Paris -&gt; Lille; starts at page 1");
      expect(body).toContain("lyon-cto: budget_credits none -&gt; 50");
      expect(body).toMatch(/rome-cfo<\/td><td class="new">added<\/td><td class="n">disabled/);
      expect(body).toMatch(
        /budget_credits none -&gt; 50<\/td><td class="n">1<\/td><td class="n">[^<]+<\/td><td class="n">50</,
      );
      expect((await check(session, { text: TWO })).body).toMatch(/<td class="soft">unchanged<\/td>/);
    });
  });

  it("edits the cells at fault in place, keeps the others, and counts lines as the file does", async () => {
    await withConsole({}, async ({ signIn, app }) => {
      const session = await signIn();
      const text = `spec,location,location_radius,notes\n\nparis-vp,Paris,900,"two\nlines"\nlyon-cto,Lyon,10,"a ""b"", <i>c</i> & d"\nlyon-cto,Lyon,20\n`;
      const first = await check(session, { text });
      expect(first.body).toContain("<legend>line 3</legend>");
      expect(first.body).toContain("<legend>line 6</legend>");
      expect(first.body).toContain("found &quot;900&quot;");
      const second = await sendOn(session, first.body, "/upload/check", {
        cell_3_2: "90",
        cell_6_0: "lyon-cto-2",
        cell_6_3: "last",
      });
      expect(second.body).toContain("All 3 rows can be stored");
      await sendOn(session, second.body, "/upload/store");
      const stored = await app.specs.stored();
      expect(Object.fromEntries(stored.map(({ spec, notes }) => [spec, notes]))).toEqual({
        "paris-vp": "two lines",
        "lyon-cto": 'a "b", <i>c</i> & d',
        "lyon-cto-2": "last",
      });
    });
  });

  it("mends the names of columns, adds a column, and leaves out rows", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const first = await check(session, { text: "titles,location\nCTO,Paris\nTotal,12\n" });
      expect(first.body).toContain("did you mean job_title?");
      const second = await sendOn(session, first.body, "/upload/check", {
        cell_1_0: "job_title",
        cell_1_2: "spec",
      });
      expect(second.body).toContain("<legend>line 2</legend>");
      const third = await sendOn(session, second.body, "/upload/check", {
        cell_2_2: "paris-cto",
        drop_3: "on",
      });
      expect(third.body).toContain("All 1 row can be stored");
    });
  });

  it("names the problem of a row that is far too wide, and lets it be left out", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const first = await check(session, { text: `spec,location\na,b${",x".repeat(5_000)}\nc,Rome\n` });
      expect(first.body).toContain("found 5002 cells");
      const second = await sendOn(session, first.body, "/upload/check", { drop_2: "on" });
      expect(second.body).toContain("All 1 row can be stored");
    });
  });

  it("gives pasted text back even where it is no text of a sheet at all", async () => {
    await withConsole({}, async ({ signIn }) => {
      const { body } = await check(await signIn(), { text: "spec,location\nkept-name,P\0aris\n" });
      expect(body).toContain("a NUL byte");
      expect(body).toContain("kept-name");
    });
  });

  it("stores the good rows where others have problems, and says that those are left out", async () => {
    await withConsole({}, async ({ signIn, app }) => {
      const session = await signIn();
      const { body } = await check(session, { text: `${TWO}Bad Name!,x,Rome\n` });
      expect(body).toContain("1 problem");
      expect(body).toContain("The rows with problems are left out");
      await sendOn(session, body, "/upload/store");
      expect((await app.specs.stored()).length).toBe(2);
    });
  });

  for (const [kind, text, reason] of [
    ["a quote that is never closed", 'spec,job_title\na,"CTO\nb,CFO\n', "never closed"],
    ["column names alone", "spec,job_title\n", "no row below them"],
    ["one column twice", "spec,location,location\na,Paris,Rome\n", "the same column twice"],
    ["other column names further down", "spec,location\na,Paris\nlocation,spec\nRome,b\n", "another order"],
    ["a title above the column names", "Searches\nspec,location\na,Paris\n", "not the column names"],
    ["surplus cells", "spec,location\na,Paris,Rome\n", "line 2"],
    ["prose", "please find people in Paris", "spec among them"],
  ] as const)
    it(`says what is wrong with ${kind}, and gives the text back to be mended`, async () => {
      await withConsole({}, async ({ signIn }) => {
        const { status, body } = await check(await signIn(), { text });
        expect([status, body.includes(reason)]).toEqual([200, true]);
        expect(body).not.toContain("/upload/store");
        expect(body).toContain(text.split("\n")[0]?.split(",")[0]);
        expect(body).toContain("</textarea>");
      });
    });

  for (const [kind, bytes] of [
    ["a PDF", "%PDF-1.7 x"],
    ["Windows-1252", Buffer.from("spec,location\na,Z\xfcrich\n", "latin1")],
    ["another zip file", zipSync({ "a.txt": strToU8("x") })],
    ["a cut workbook", Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
    ["no bytes of sense", Buffer.from([0, 1, 2, 3, 0])],
  ] as const)
    it(`refuses a file that is ${kind}, and says how to save it`, async () => {
      await withConsole({}, async ({ signIn }) => {
        const { status, body } = await check(await signIn(), { file: dataUrl(bytes) });
        expect([status, body.includes("The sheet cannot be read")]).toEqual([200, true]);
        expect(body).toContain("save it again");
      });
    });

  it("shows hostile cells as text, wherever they stand", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const evil = `"</textarea></fieldset><script>alert(1)</script><img src=x onerror=alert(1)>'"""`;
      for (const text of [
        `spec,${evil},location\na,b,c\n`,
        `spec,location,location_radius,notes\na,${evil},900,${evil}\nb,${evil},1,${evil}\n`,
        `spec,location\n${evil},Paris\nc,Rome,${evil}\n`,
        `spec,location\na,"</textarea><script>alert(1)</script>\n`,
      ]) {
        const { status, body } = await check(session, { text });
        expect(status).toBe(200);
        expect(body).not.toContain("<script>alert");
        expect(body).not.toContain("<img");
        expect(body).toContain("&lt;script&gt;");
      }
    });
  });

  it("refuses what is no sheet of its own making, and what is too large", async () => {
    await withConsole({}, async ({ signIn, raw, app }) => {
      const session = await signIn();
      expect((await check(session, { text: "  " })).status).toBe(422);
      expect((await check(session, { text: TWO, header: "first" })).status).toBe(422);
      for (const state of ["x", "AAAA", Buffer.from("{}").toString("base64url")])
        expect([state, (await check(session, { state })).status]).toEqual([state, 422]);
      const large = await check(session, { text: "a".repeat(13 * 1024 * 1024) });
      expect(large.status).toBe(413);
      const unknown = await raw("/upload/check", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
        body: `text=${"a".repeat(2 * 1024 * 1024)}`,
      });
      expect([401, 403]).toContain(unknown.status);
      expect(await app.specs.stored()).toEqual([]);
    });
  });

  it("lets a session that only reads check a sheet, and not store it", async () => {
    await withConsole({ scopes: ["read"] }, async ({ signIn, app }) => {
      const session = await signIn();
      const { body } = await check(session, { text: TWO });
      expect(body).toContain("All 2 rows can be stored");
      expect(body).not.toContain("/upload/store");
      const { _form = "", state = "" } = fieldsOf(body, "/upload/check");
      expect((await session.post("/upload/store", { _form, state, text: TWO })).status).toBe(403);
      expect(await app.specs.stored()).toEqual([]);
    });
  });

  it("checks and stores 20,000 rows, and shows the first", async () => {
    await withConsole({}, async ({ signIn, app }) => {
      const session = await signIn();
      const rows = Array.from({ length: 20_000 }, (_, n) => `s-${n},Title ${n},Paris,${n < 60 ? 900 : 50}`);
      const text = `spec,job_title,location,location_radius\n${rows.join("\n")}\n`;
      const { body } = await check(session, { file: dataUrl(text) });
      expect(body).toContain("60 problems");
      expect(body).toContain("The first 50 of 60 lines");
      expect(body).toContain("The first 200 of 19,940 rows");
      const stored = await sendOn(session, body, "/upload/store");
      expect(stored.body).toContain("19,940 specs are stored");
      expect(stored.body).toContain('href="/plan"');
      expect((await app.specs.stored()).length).toBe(19_940);
    });
  });
});

/** A workbook with two sheets, of which the second has a title above its column names. */
function workbook(): Uint8Array {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const cell = (text: string, at: number, line: number) =>
    `<c r="${"ABC"[at]}${line}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const sheet = (rows: readonly (readonly string[])[]) =>
    strToU8(
      `<worksheet xmlns="${main}"><sheetData>${rows
        .map(
          (cells, row) =>
            `<row r="${row + 1}">${cells.map((text, at) => cell(text, at, row + 1)).join("")}</row>`,
        )
        .join("")}</sheetData></worksheet>`,
    );
  const searches = [["Searches"], [], ["spec", "job_title"], ["oslo-cfo", "CFO"]];
  return zipSync({
    "_rels/.rels": strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    "xl/workbook.xml": strToU8(
      `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets><sheet name="Notes" sheetId="1" r:id="rId1"/><sheet name="Searches" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relation}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
    ),
    "xl/worksheets/sheet1.xml": sheet(searches),
    "xl/worksheets/sheet2.xml": sheet(searches),
  });
}
