import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the project before the first test, for those that run it as its users do. */
export default function buildProject(): void {
  execFileSync(`${ROOT}node_modules/.bin/tsc`, ["-p", "tsconfig.build.json"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  execFileSync(process.execPath, ["scripts/build-browser.mjs"], { cwd: ROOT, stdio: "inherit" });
}
