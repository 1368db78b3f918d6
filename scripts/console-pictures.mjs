// Takes the pictures of docs/console/: every page over the people of the demo, dark and light. `npm run docs:pictures`, after
// `npm run build`; it needs Chromium.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const pictures = join(root, "docs/console");
const PAGES = {
  tonight: "/",
  specs: "/specs",
  spec: "/specs/saas-product-leaders",
  plan: "/plan?budget=1000&restart=yes",
  runs: "/runs",
  run: "/runs/1",
  people: "/people?title=product",
  spend: "/spend",
  nights: "/nights",
  requests: "/requests",
};
const SHEET = `spec,job_title,location,location_radius,budget_credits
saas-product-leaders,Head of Product,Lyon,,300
nurses-oslo,Nurse,Oslo,900,200
welders-porto,Welder,Porto,50,200
`;
/** The part of a long page that a picture shows. */
const SIZE = { width: 1200, height: 900 };

const home = mkdtempSync(join(tmpdir(), "sourcing-pictures-"));
const child = spawn(
  process.execPath,
  [join(root, "dist/src/cli/main.js"), "console", "--demo", "--port", "0"],
  {
    env: { ...process.env, SOURCING_HOME: home },
    stdio: ["ignore", "ignore", "pipe"],
  },
);
try {
  const link = await linkOf(child);
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForSelector("header.top");
  await fillIn(page, new URL(link).origin);
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(new URL(path, link).href);
      await page.screenshot({ path: join(pictures, `${name}-${theme}.png`) });
    }
    await personOf(page, new URL(link).origin, theme);
    await uploadOf(page, new URL(link).origin, theme);
  }
  await browser.close();
} finally {
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  await ended;
  rmSync(home, { recursive: true, force: true });
}

/** A schedule and a request, so that their pages have something to show. */
async function fillIn(page, origin) {
  await page.goto(`${origin}/nights`);
  await page.getByLabel("name", { exact: true }).fill("nightly");
  await page.getByLabel("budget of a night").fill("500");
  await page.getByRole("button", { name: "Set" }).click();
  await page.goto(`${origin}/requests`);
  await page.getByLabel("who: a name, an address, an id").fill("Ada Invented, Berlin");
  await page.getByLabel("came on").fill(new Date().toISOString().slice(0, 10));
  await page.getByRole("button", { name: "Write down" }).click();
}

async function personOf(page, origin, theme) {
  await page.goto(`${origin}/people?title=product`);
  await page.locator("tbody a").first().click();
  await page.waitForSelector(".facts");
  await page.screenshot({ path: join(pictures, `person-${theme}.png`) });
}

/** A sheet with one row at fault, one new and one that differs. */
async function uploadOf(page, origin, theme) {
  await page.goto(`${origin}/upload`);
  await page.getByLabel("Cells, pasted").fill(SHEET);
  await page.getByRole("button", { name: "Check" }).click();
  await page.waitForSelector("fieldset.row");
  await page.screenshot({ path: join(pictures, `upload-${theme}.png`) });
}

function linkOf({ stderr }) {
  return new Promise((resolve, reject) => {
    let said = "";
    stderr.on("data", (chunk) => {
      said += chunk;
      const [link] = /http:\/\/\S+#t=\S+/.exec(said) ?? [];
      if (link !== undefined) resolve(link);
    });
    child.once("close", () => reject(new Error(said)));
  });
}
