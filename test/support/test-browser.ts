import { existsSync } from "node:fs";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Where Debian and others install Chromium. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const program = PLACES.find((place) => existsSync(place));
/** Whether a browser is installed; its tests are left out by name where none is. */
export const hasBrowser = program !== undefined;

let browser: Promise<Browser> | null = null;

/** Starts one browser for a test file, with a sandbox wherever it may have one. */
async function launch(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    ...(program === undefined ? {} : { executablePath: program }),
    args: isRoot ? ["--no-sandbox"] : [],
  });
}

export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong so far: errors and warnings of the console, scripts that failed, requests to other origins. */
  readonly faults: string[];
}

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark";
}

/** Opens a window that is signed in by this link, and lists what goes wrong in it from then on. */
export async function openWindow(link: string, options: WindowOptions = {}): Promise<Watched> {
  const { width = 1_280, height = 900, theme = "light" } = options;
  browser ??= launch();
  const context = await (await browser).newContext({
    viewport: { width, height },
    colorScheme: theme,
    // A colour that fades in has another contrast at each moment.
    reducedMotion: "reduce",
  });
  // A machine that is busy with other work makes no test red.
  context.setDefaultTimeout(300_000);
  context.setDefaultNavigationTimeout(300_000);
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForSelector("header.top");
  const faults: string[] = [];
  const origin = new URL(link).origin;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`foreign request: ${request.url()}`);
  });
  return { page, context, faults };
}

/** Closes the browser of a test file. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}

/** What a checker of accessibility finds wrong with a page, a line each. */
export async function findBarriers(page: Page): Promise<string[]> {
  // The policy of the page allows no script but ours, so the checker comes in through the browser's own protocol.
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run(document)")) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Whether a page is wider than its window. */
export async function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");
}
