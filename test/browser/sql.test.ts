import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { closeBrowser, findBarriers, hasBrowser, isTooWide, openWindow } from "../support/test-browser.ts";
import { withConsole } from "../support/test-console.ts";

const PICTURES = process.env.CONSOLE_PICTURES;

afterAll(closeBrowser);

/** Replaces what stands in the editor. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

describe.skipIf(!hasBrowser)("the SQL page in a browser", () => {
  it("is used by the keyboard alone: written with completion, run, saved, and opened again by its link", async () => {
    await withConsole({}, async ({ newLink, origin }) => {
      const { page, faults } = await openWindow(newLink());
      await page.keyboard.press("g");
      await page.keyboard.press("q");
      await page.waitForURL(`${origin}/sql`);
      const names = page.waitForResponse(`${origin}/sql/catalog.json`);
      await page.reload();
      await names;
      await page.locator(".cm-content").focus();
      await page.keyboard.press("Control+a");
      await page.keyboard.type("select * from spend_by_d");
      await page.waitForSelector(".cm-tooltip-autocomplete li");
      expect(await page.locator(".cm-tooltip-autocomplete").textContent()).toContain("spend_by_day");
      expect(await page.locator(".cm-completionInfo").textContent()).toContain("by day");
      expect(await findBarriers(page)).toEqual([]);
      // Escape closes the list and leaves the writer in the editor; a second one leaves the editor.
      await page.keyboard.press("Escape");
      expect(await page.evaluate("document.activeElement.className")).toContain("cm-content");
      await page.keyboard.press("Control+a");
      await page.keyboard.type("select 1 as one, '<script>alert(1)</script>' as two");
      await page.keyboard.press("Control+Enter");
      await page.waitForSelector("#result table");
      expect(await page.locator("#result td").allInnerTexts()).toEqual(["1", "<script>alert(1)</script>"]);
      const title = page.locator("form[data-sql] input[name=title]");
      await title.focus();
      await page.keyboard.type("One and two");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/sql\/[0-9a-f]{16}$/);
      expect(await page.locator("h1").textContent()).toBe("One and two");
      expect(await page.locator("#result").count()).toBe(0);
      expect(await page.locator(".cm-content").textContent()).toContain("select 1 as one");
      expect(await findBarriers(page)).toEqual([]);
      await page.locator(".cm-content").focus();
      await page.keyboard.press("Escape");
      await page.keyboard.press("g");
      await page.keyboard.press("t");
      await page.waitForURL(`${origin}/`);
      expect(faults).toEqual([]);
    });
  });

  for (const [kind, sql] of [
    [
      "times",
      "select date '2026-01-01' + n as day, n * n as credits, n as people from generate_series(0, 60) as n",
    ],
    [
      "moments",
      "select timestamptz '2026-01-01 00:00Z' + n * interval '7 min' as at, n from generate_series(1, 50) as n",
    ],
    ["texts", "select 'place ' || n as place, n as people from generate_series(1, 8) as n"],
    ["numbers", "select n, n % 7 as rest, null::int as nothing from generate_series(1, 300) as n"],
  ] as const)
    it(`draws numbers by ${kind}, light and dark, at any width`, async () => {
      await withConsole({}, async ({ newLink, origin }) => {
        for (const [theme, width] of [
          ["light", 1_280],
          ["dark", 360],
        ] as const) {
          const { page, faults } = await openWindow(newLink(), { theme, width });
          await page.goto(`${origin}/sql`);
          await write(page, sql);
          await page.getByRole("button", { name: "Run" }).first().click();
          await page.waitForSelector("[data-chart] canvas");
          const label = await page.locator("[data-chart]").getAttribute("aria-label");
          expect(label).toMatch(/^Chart of \w+/);
          expect(await findBarriers(page)).toEqual([]);
          expect(await isTooWide(page)).toBe(false);
          expect(faults).toEqual([]);
          if (PICTURES !== undefined)
            await page.screenshot({ path: `${PICTURES}/sql-${kind}-${theme}.png`, fullPage: true });
          await page.context().close();
        }
      });
    });

  it("downloads all rows and leaves its buttons as they were", async () => {
    await withConsole({}, async ({ newLink, origin }) => {
      const { page, faults } = await openWindow(newLink());
      await page.goto(`${origin}/sql`);
      await write(page, "select n from generate_series(1, 5000) as n");
      for (const kind of ["CSV", "JSON"]) {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page
            .getByRole("button", { name: `All rows as ${kind}` })
            .first()
            .click(),
        ]);
        expect(download.suggestedFilename()).toBe(`rows.${kind.toLowerCase()}`);
        expect((await readFile(await download.path(), "utf8")).match(/\d+/g)?.length).toBe(5_000);
      }
      expect(await page.locator("form[data-sql] button:disabled").count()).toBe(0);
      expect(faults).toEqual([]);
    });
  });

  it("opens the form of a named query by its link, and works without scripts", async () => {
    await withConsole({}, async ({ newLink, origin }) => {
      const { page, context, faults } = await openWindow(newLink());
      await page.goto(`${origin}/sql#stale`);
      await page.waitForSelector("details#stale[open]");
      expect(await findBarriers(page)).toEqual([]);
      expect(faults).toEqual([]);
      const plain = await (await context.browser())?.newContext({ javaScriptEnabled: false });
      if (plain === undefined) throw new Error("the browser is gone");
      await plain.addCookies(await context.cookies());
      const bare = await plain.newPage();
      await bare.goto(`${origin}/sql`);
      await bare.locator("textarea[name=sql]").fill("select 'without scripts' as way");
      await bare.getByRole("button", { name: "Run" }).first().click();
      expect(await bare.locator("#result td").textContent()).toBe("without scripts");
    });
  });
});
