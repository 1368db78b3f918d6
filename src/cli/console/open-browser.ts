import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The program that opens a page in the user's browser, by operating system. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/**
 * Opens a link in the browser of this machine. Other users of the machine see the arguments of every process, so the browser is
 * given a file that only this user may read, which leads to the link. Returns the way to delete the file.
 */
export async function openBrowser(link: string): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-console-"));
  const file = join(folder, "open.html");
  await writeFile(
    file,
    `<!doctype html><title>sourcing</title><meta http-equiv="refresh" content="0; url=${link}">`,
    {
      mode: 0o600,
    },
  );
  const [program = "xdg-open", ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...args, pathToFileURL(file).href], { stdio: "ignore", detached: true });
  child.on("error", () =>
    process.stderr.write(`${program} is missing, so no browser was opened: use the link above\n`),
  );
  child.unref();
  return () => rm(folder, { recursive: true, force: true });
}
