import { readFileSync } from "node:fs";
import { z } from "zod";
import { findPackageRoot } from "../../machine/package-root.ts";

/** Returns the version of this program, as its package names it. */
export function readVersion(): string {
  const text = readFileSync(new URL("package.json", findPackageRoot()), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
