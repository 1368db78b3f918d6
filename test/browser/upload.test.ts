import { afterAll, describe, expect, it } from "vitest";
import { closeBrowser, findBarriers, hasBrowser, isTooWide, openWindow } from "../support/test-browser.ts";
import { withConsole } from "../support/test-console.ts";

afterAll(closeBrowser);

/** Ten mistakes on lines of their own, and two good rows. */
const TEN_MISTAKES = [
  "spec;job_title;location;location_radius;company_size;max_pages;budget_credits;enabled",
  "paris-vp;VP Sales;Paris;50;;;;",
  "Bad Name!;CTO;Lyon;;;;;",
  "radius-high;CTO;Lyon;900;;;;",
  "radius-word;CTO;Lyon;far;;;;",
  "pages-zero;CTO;Lyon;;;0;;",
  "pages-word;CTO;Lyon;;;many;;",
  "budget-word;CTO;Lyon;;;;lots;",
  "budget-minus;CTO;Lyon;;;;-5;",
  "enabled-maybe;CTO;Lyon;;;;;perhaps",
  ";CTO;Lyon;;;;;",
  "surplus;CTO;Lyon;;;;;;more",
  "lyon-cto;CTO;Lyon;10;;;;",
].join("\r\n");

describe.skipIf(!hasBrowser)("the upload page in a browser", () => {
  it("takes a sheet with ten mistakes, which are mended in place, stores it, and leads to the plan", async () => {
    await withConsole({}, async ({ newLink, origin, app, enqueued }) => {
      const { page, faults } = await openWindow(newLink());
      await page.keyboard.press("g");
      await page.keyboard.press("u");
      await page.waitForURL(`${origin}/upload`);
      await page
        .locator("input[type=file]")
        .setInputFiles({ name: "mistakes.csv", mimeType: "text/csv", buffer: Buffer.from(TEN_MISTAKES) });
      await page.waitForSelector("fieldset.row");
      expect(await page.locator("h1").textContent()).toBe("10 problems");
      expect(await page.locator("fieldset.row").count()).toBe(10);
      expect(await findBarriers(page)).toEqual([]);
      for (const [line, column, value] of [
        [3, "spec", "good-name"],
        [4, "location_radius", "90"],
        [5, "location_radius", "9"],
        [6, "max_pages", "1"],
        [7, "max_pages", "2"],
        [8, "budget_credits", "100"],
        [9, "budget_credits", "5"],
        [10, "enabled", "yes"],
        [11, "spec", "named"],
        [12, "cell 9", ""],
      ] as const) {
        const row = page
          .locator("fieldset.row")
          .filter({ has: page.getByText(`line ${line}`, { exact: true }) });
        await row.getByLabel(column, { exact: true }).fill(value);
      }
      await page.getByRole("button", { name: "Check again" }).click();
      await page.getByRole("heading", { name: "All 12 rows can be stored" }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect((await app.specs.stored()).length).toBe(0);
      await page.getByRole("button", { name: "Store 12 specs: buys nothing" }).click();
      await page.getByRole("heading", { name: "12 specs are stored" }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole("link", { name: "What would they cost?" }).click();
      await page.waitForURL(/\/plan\?specs=/);
      expect(await page.locator("h1").textContent()).toContain("12 searches");
      expect((await app.specs.stored()).length).toBe(12);
      expect(enqueued).toEqual([]);
      expect(faults).toEqual([]);
    });
  });

  it("takes a dropped file, and says before it is sent that one is too large", async () => {
    await withConsole({}, async ({ newLink, origin }) => {
      const { page, faults } = await openWindow(newLink(), { width: 360, theme: "dark" });
      await page.goto(`${origin}/upload`);
      const drop = (text: string, times: number) =>
        page.evaluate(
          `(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(text)}.repeat(${times})], "a.csv")); document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); })()`,
        );
      await drop("0123456789", 900_000);
      await page.getByText("more than 8 MB").waitFor();
      await drop("spec,location,location_radius\na,Zürich 日本,900\n", 1);
      await page.waitForSelector("fieldset.row");
      expect(await page.locator("fieldset.row").textContent()).toContain("900");
      expect(await isTooWide(page)).toBe(false);
      expect(await findBarriers(page)).toEqual([]);
      expect(faults).toEqual([]);
    });
  });

  for (const [kind, text] of [
    ["a quote that is never closed", 'spec,job_title\na,"CTO\nb,CFO\n'],
    ["unknown columns", "titles,City\nCTO,Paris\n"],
    ["another script than UTF-8", Buffer.from("spec,location\na,Z\xfcrich\n", "latin1")],
    ["nothing", ""],
    ["markup in every cell", "spec,<img src=x onerror=alert(1)>\n<script>alert(1)</script>,</textarea>\n"],
  ] as const)
    it(`stays usable with a file of ${kind}`, async () => {
      await withConsole({}, async ({ newLink, origin }) => {
        const { page, faults } = await openWindow(newLink());
        await page.goto(`${origin}/upload`);
        await page
          .locator("input[type=file]")
          .setInputFiles({ name: "broken.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
        await page.waitForSelector("li.bad");
        expect(await findBarriers(page)).toEqual([]);
        expect(await isTooWide(page)).toBe(false);
        expect(faults).toEqual([]);
      });
    });

  it("works without scripts with pasted cells", async () => {
    await withConsole({}, async ({ newLink, origin }) => {
      const { context } = await openWindow(newLink());
      const plain = await (await context.browser())?.newContext({ javaScriptEnabled: false });
      if (plain === undefined) throw new Error("the browser is gone");
      await plain.addCookies(await context.cookies());
      const bare = await plain.newPage();
      await bare.goto(`${origin}/upload`);
      await bare.locator("textarea[name=text]").fill("spec\tlocation\nparis\tParis\n");
      await bare.getByRole("button", { name: "Check" }).click();
      await bare.getByRole("button", { name: "Store 1 spec: buys nothing" }).click();
      expect(await bare.locator("h1").textContent()).toBe("1 spec is stored");
    });
  });
});
