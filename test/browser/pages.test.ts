import { afterAll, describe, expect, it } from "vitest";
import { PAGES } from "../../src/http/routes.ts";
import { closeBrowser, findBarriers, hasBrowser, isTooWide, openWindow } from "../support/test-browser.ts";
import { withConsole } from "../support/test-console.ts";

/** The pages that need no id of something stored. */
const paths = PAGES.map(({ path }) => path).filter((path) => !path.includes(":"));

afterAll(closeBrowser);

describe.skipIf(!hasBrowser)("every page of an empty store in a browser", () => {
  for (const theme of ["light", "dark"] as const)
    it(`breaks no rule of its policy, asks nobody else, and has no barriers: ${theme}`, async () => {
      await withConsole({}, async ({ newLink, origin }) => {
        const { page, faults } = await openWindow(newLink(), { theme });
        for (const path of paths) {
          await page.goto(origin + path);
          expect([path, ...(await findBarriers(page))]).toEqual([path]);
          expect([path, ...faults]).toEqual([path]);
        }
      });
    });

  for (const width of [360, 1_920])
    it(`fits a window of ${width} points`, async () => {
      await withConsole({}, async ({ newLink, origin }) => {
        const { page } = await openWindow(newLink(), { width });
        for (const path of paths) {
          await page.goto(origin + path);
          expect([path, await isTooWide(page)]).toEqual([path, false]);
        }
      });
    });
});
