// Takes away one guard after the other and demands that the tests notice: a check is worth something only if it can fail.
// `npm run test:mutations -- fence suspense`: only those whose description holds one of these words.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GUARDS, takeAway } from "./guards.mjs";

const COPIED = ["src", "jobs", "test", "migrations", "examples", "docs", "package.json"];
const CONFIGURED = ["tsconfig.json", "tsconfig.build.json", "vitest.config.ts", ".env.example"];

const root = new URL("../..", import.meta.url).pathname;
const words = process.argv.slice(2);
const guards = GUARDS.filter(({ guard }) => words.length === 0 || words.some((word) => guard.includes(word)));
const copy = mkdtempSync(join(tmpdir(), "sourcing-mutations-"));
let survivors = 0;
try {
  for (const name of [...COPIED, ...CONFIGURED])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  allowUnused(join(copy, "tsconfig.json"));
  for (const guard of guards) {
    const isNoticed = isLossNoticed(guard);
    if (!isNoticed) survivors += 1;
    console.log(`${isNoticed ? "red, as it must be" : "STILL GREEN       "}  ${guard.guard}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`the tests notice the loss of ${guards.length - survivors} of ${guards.length} guards`);
process.exit(survivors === 0 && guards.length > 0 ? 0 : 1);

/** What a guard was made of may be used nowhere else. */
function allowUnused(file) {
  const config = JSON.parse(readFileSync(file, "utf8"));
  Object.assign(config.compilerOptions, { noUnusedLocals: false, noUnusedParameters: false });
  writeFileSync(file, JSON.stringify(config));
}

function isLossNoticed(guard) {
  const path = join(copy, guard.file);
  const whole = readFileSync(path, "utf8");
  writeFileSync(path, takeAway(whole, guard));
  try {
    // What does not compile would be red for another reason.
    const built = run("tsc", ["-p", "tsconfig.build.json"], "pipe");
    if (built.status !== 0)
      throw new Error(`${guard.file} does not compile without ${guard.symbol}:\n${built.stdout}`);
    // A machine that is busy must not make a test red.
    const settings = ["--project", "main", "--testTimeout", "600000"];
    return run("vitest", ["run", ...settings, ...guard.tests], "ignore").status !== 0;
  } finally {
    writeFileSync(path, whole);
  }
}

function run(program, args, stdio) {
  return spawnSync(join(root, "node_modules/.bin", program), args, { cwd: copy, stdio });
}
