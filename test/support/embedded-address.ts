import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestCli } from "./test-cli.ts";

/** Returns the address of an embedded database with its password, which `sourcing db url` prints on a terminal only. */
export async function embeddedAddress(
  { start, environment }: TestCli,
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await start(["db", "url"], settings).ended;
  const address = new URL(stdout.trim());
  const home = { ...environment, ...settings }.SOURCING_HOME ?? "";
  address.password = readFileSync(join(home, "secrets", "postgres-password"), "utf8").trim();
  return address.href;
}
