import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

const repository = resolve(import.meta.dirname, "../../../..");
const packageManifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/** The compiled project, for processes that cannot read TypeScript. */
export interface Checkout {
  /** File to import `openEmbeddedPostgres` from. */
  readonly modulePath: string;
  /** The script of `spawnCommand`. */
  readonly scriptPath: string;
  readonly folder: string;
  remove(): void;
}

function compile(folder: string): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const config = {
    extends: join(repository, "tsconfig.build.json"),
    compilerOptions: { rootDir: repository, outDir: folder, sourceMap: false },
    files: [join(repository, "src/database/embedded/open-embedded-postgres.ts")],
    include: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  execFileSync(join(repository, "node_modules/.bin/tsc"), ["-p", folder], { stdio: "inherit" });
  cpSync(join(import.meta.dirname, "hold-server.mjs"), join(folder, "hold-server.mjs"));
}

function toCheckout(folder: string): Checkout {
  return {
    folder,
    modulePath: join(folder, "src/database/embedded/open-embedded-postgres.js"),
    scriptPath: join(folder, "hold-server.mjs"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Compiles into a folder inside the repository, where packages are found. */
export function compileCheckout(): Checkout {
  const cache = join(repository, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "embedded-test-"));
  compile(folder);
  return toCheckout(folder);
}

function copyPackage(name: string, folder: string): void {
  const source = join(repository, "node_modules", name);
  const target = join(folder, "node_modules", name);
  if (!existsSync(source) || existsSync(target)) return;
  cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  const manifest = packageManifest.parse(JSON.parse(readFileSync(join(source, "package.json"), "utf8")));
  for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    copyPackage(needed, folder);
  }
}

/** Compiles and puts the result into `folder` with a copy of the packages: a checkout that stands by itself. */
export function copyCheckout(folder: string): Checkout {
  const compiled = compileCheckout();
  cpSync(compiled.folder, folder, { recursive: true });
  compiled.remove();
  chmodSync(folder, 0o755);
  for (const name of ["pg", "drizzle-orm", "zod", "embedded-postgres"]) copyPackage(name, folder);
  return toCheckout(folder);
}
