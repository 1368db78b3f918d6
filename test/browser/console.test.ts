import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, it, vi } from "vitest";
import { closeBrowser, findBarriers, hasBrowser, openWindow } from "../support/test-browser.ts";
import { listen, type Started, type TestCli, withCli } from "../support/test-cli.ts";

const SPECS = `spec,job_title,location,budget_credits,nightly
berlin-cto,CTO,"Berlin, Germany",100,yes
paris-cfo,CFO | Finance Director,"Paris, France",100,yes
`;

/** The link that a console prints once it is ready. */
async function linkOf(console: Started): Promise<string> {
  const log = listen(console);
  await vi.waitUntil(() => /#t=\S+/.test(log()) || console.child.exitCode !== null, { timeout: 300_000 });
  const link = /http:\/\/\S+#t=\S+/.exec(log())?.[0];
  if (link === undefined) throw new Error(`the console ended: ${log()}`);
  return link;
}

async function storeSpecs(cli: TestCli): Promise<void> {
  writeFileSync(join(cli.folder, "specs.csv"), SPECS);
  await cli.sourcing(["specs", "import", "specs.csv"]);
}

/** Ends only what hangs. */
const LONG = { timeout: 300_000 };

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();

afterAll(closeBrowser);

describe.skipIf(!hasBrowser)("the console, as a person uses it", () => {
  it("plans, buys within a budget and shows the run live in two windows, then whom it found", async () => {
    await withCli({ people: 5_000, latencyMs: 100 }, async (cli) => {
      await storeSpecs(cli);
      const link = await linkOf(cli.start(["console", "--port", "0"]));
      const { origin } = new URL(link);
      const { page, context, faults } = await openWindow(link);
      await page.goto(`${origin}/plan`);
      await page.getByLabel("budget in credits").fill("150");
      await press(page, "Plan");
      await press(page, /^Buy: at most 150 credits/);
      await page.waitForURL(/\/runs\/1$/);
      const other = await context.newPage();
      await other.goto(`${origin}/runs/1`);
      for (const window of [page, other]) await window.locator("h1", { hasText: "has ended" }).waitFor(LONG);
      expect(await page.locator("[data-live=figures]").textContent()).toContain("of 150");
      expect(await page.locator("[data-live=cells] svg").count()).toBeGreaterThan(1);
      expect(await other.locator("[data-live=calls] tbody tr").count()).toBeGreaterThan(1);
      for (const path of ["/runs/1", "/runs", "/specs", "/specs/berlin-cto", "/spend", "/people", "/"]) {
        await page.goto(origin + path);
        expect([path, ...(await findBarriers(page))]).toEqual([path]);
      }
      await page.goto(`${origin}/people`);
      await page.locator("tbody a").first().click();
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.locator("h1").textContent()).not.toBe("");
      expect(faults).toEqual([]);
    });
  });

  it("shows contacts by a form that the audit keeps, and forgets after a preview and typed words", async () => {
    await withCli({ people: 20_000 }, async (cli) => {
      writeFileSync(
        join(cli.folder, "one.csv"),
        'spec,job_title,location,reveal_info,data_types,budget_credits\na,Product Manager,"Paris, France",true,work_email,1000\n',
      );
      const bought = await cli.sourcing(["run", "one.csv", "--max-pages", "1", "--yes"]);
      expect(bought.stdout).toContain("25 credits spent");
      const link = await linkOf(cli.start(["console", "--port", "0", "--no-worker"]));
      const { page, faults } = await openWindow(link);
      await page.goto(`${new URL(link).origin}/people`);
      await page.locator("tbody a").first().click();
      const address = page.url();
      const shows = page.getByRole("button", { name: /^Show/ });
      if ((await shows.count()) > 0) {
        await shows.click();
        await page.getByRole("link", { name: "Back to the person" }).click();
      }
      await press(page, "Preview of forgetting");
      expect(await findBarriers(page)).toEqual([]);
      await page.locator("input[name=confirm]").fill("erase everybody");
      await press(page, /for good$/);
      expect(await page.locator("body").textContent()).toContain("nothing was erased");
      await page.goto(address);
      await press(page, "Preview of forgetting");
      await page.locator("input[name=confirm]").fill("erase 1");
      await press(page, /for good$/);
      expect(await page.locator("h1").textContent()).toContain("forgotten");
      // The two refusals are errors of the pages that were asked for.
      await page.goto(address);
      expect(await page.locator("h1").textContent()).toBe("Nothing is here");
      expect(faults.filter((fault) => !/ status of 4(?:04|22)/.test(fault))).toEqual([]);
      const audit = await cli.sourcing(["audit", "--json"]);
      expect(audit.stdout).toContain("person");
    });
  });

  it("sets a schedule, skips and moves a firing, and writes a request down", async () => {
    await withCli({ people: 1_000 }, async (cli) => {
      await storeSpecs(cli);
      const link = await linkOf(cli.start(["console", "--port", "0", "--no-worker"]));
      const { origin } = new URL(link);
      const { page, faults } = await openWindow(link);
      await page.goto(`${origin}/nights`);
      await page.getByLabel("name", { exact: true }).fill("nightly");
      await page.getByLabel("budget of a night").fill("100");
      await press(page, "Set");
      expect(await page.locator(".said").textContent()).toContain("nightly is set");
      await page.getByRole("link", { name: "Later" }).click();
      await press(page, "Skip");
      expect(await page.locator(".said").textContent()).toContain("nightly skips");
      await press(page, "As planned again");
      await press(page, "Shift");
      expect(await page.locator(".said").textContent()).toMatch(/fires at/);
      expect(await findBarriers(page)).toEqual([]);
      await page.goto(`${origin}/requests`);
      await page.getByLabel("who: a name, an address, an id").fill("Ada Invented");
      await page.getByLabel("came on").fill("2026-01-31");
      await press(page, "Write down");
      expect(await page.locator("main").textContent()).toContain("2026-02-28");
      expect(await findBarriers(page)).toEqual([]);
      await press(page, "Close");
      expect(await page.locator("main").textContent()).not.toContain("Ada Invented");
      expect(faults).toEqual([]);
    });
  });

  it("is used by the keyboard alone: pages, search, help and a form", async () => {
    await withCli({ people: 1_000 }, async (cli) => {
      const link = await linkOf(cli.start(["console", "--port", "0", "--no-worker"]));
      const { page, faults } = await openWindow(link);
      const type = async (...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key);
      };
      await type("g", "r");
      await page.waitForURL("**/runs");
      await type("g", "e");
      await page.waitForURL("**/people");
      await type("/");
      await page.keyboard.type("engineer");
      await type("Enter");
      await page.waitForURL(/title=engineer/);
      await type("?");
      expect(await page.locator("dialog[open]").textContent()).toContain("g r");
      await type("Escape", "g", "t");
      await page.waitForURL(/:\d+\/$/);
      await page.getByRole("button", { name: "Hold all spending" }).focus();
      await type("Enter");
      await page.waitForSelector(".said");
      expect(await page.locator("h1").textContent()).toContain("Nothing will be bought tonight");
      expect(faults).toEqual([]);
    });
  });

  it("is killed in mid-run: another console carries on, and the page says what to do", async () => {
    await withCli({ people: 5_000, latencyMs: 2_000 }, async (cli) => {
      await storeSpecs(cli);
      const first = cli.start(["console", "--port", "0"]);
      const link = await linkOf(first);
      const { page } = await openWindow(link);
      await page.goto(`${new URL(link).origin}/plan?budget=200`);
      await press(page, /^Buy/);
      await page.locator("[data-live=calls] tbody tr").nth(1).waitFor(LONG);
      first.child.kill("SIGKILL");
      await page.locator("#connection").waitFor(LONG);
      expect(await page.locator("#connection").textContent()).toContain("does not answer");
      const { port } = new URL(link);
      const again = await linkOf(cli.start(["console", "--port", port]));
      await page.locator("#connection", { hasText: "load the page" }).waitFor(LONG);
      await page.goto(again);
      await page.waitForSelector("header.top");
      await page.goto(`${new URL(again).origin}/runs/1`);
      await page.locator("h1", { hasText: "has ended" }).waitFor(LONG);
      expect(await page.locator("[data-live=figures]").textContent()).toContain("of 200");
    });
  });

  it("ends as a worker does at SIGTERM, with pages open and a run at work", async () => {
    await withCli({ people: 5_000, latencyMs: 200 }, async (cli) => {
      await storeSpecs(cli);
      const console = cli.start(["console", "--port", "0"]);
      const link = await linkOf(console);
      const { page } = await openWindow(link);
      await page.goto(`${new URL(link).origin}/plan?budget=200`);
      await press(page, /^Buy/);
      await page.locator("[data-live=calls] tbody tr").first().waitFor(LONG);
      console.child.kill("SIGTERM");
      expect((await console.ended).code).toBe(143);
      const { rows } = await cli.database.db.pool.query(
        "select count(*) from calls where status <> 'settled'",
      );
      expect(Number(rows[0].count)).toBe(0);
    });
  });
});
