import { existsSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { UsageError } from "../../values/errors.ts";
import { MAJOR_VERSION } from "./initialise-cluster.ts";
import { locateBinaries } from "./locate-binaries.ts";
import { restoreSymlinks } from "./restore-symlinks.ts";
import { runCommand } from "./run-command.ts";

/** Where systems put the programs of this major version: Debian, Red Hat, Homebrew on both kinds of Mac. */
const SYSTEM_FOLDERS = [
  `/usr/lib/postgresql/${MAJOR_VERSION}/bin`,
  `/usr/pgsql-${MAJOR_VERSION}/bin`,
  `/opt/homebrew/opt/postgresql@${MAJOR_VERSION}/bin`,
  `/usr/local/opt/postgresql@${MAJOR_VERSION}/bin`,
];

export interface BinariesOptions {
  /** POSTGRES_BIN: the folder of the programs to use; null: the newest there are. */
  readonly wanted: string | null;
  /** Where a copy of the package's programs may be kept. */
  readonly cache: string;
  /** Folders of the system in which programs of this major version may be. */
  readonly systemFolders?: readonly string[];
}

/**
 * Returns the folder that holds `initdb` and `postgres`: the one that is wanted, else the system's where its PostgreSQL is newer
 * than that of the registry package, else the package's.
 * @throws UsageError if the wanted programs are missing or of another major version, or if there are none
 */
export async function chooseBinaries({
  wanted,
  cache,
  systemFolders = SYSTEM_FOLDERS,
}: BinariesOptions): Promise<string> {
  if (wanted !== null) return assertUsable(wanted);
  const packaged = findPackaged();
  const system = await findNewest(systemFolders, packaged.ok ? minorVersion(packaged.binaries.version) : -1);
  if (system !== null) return system;
  if (!packaged.ok) throw packaged.error;
  return join(await restoreSymlinks(packaged.binaries, cache), "bin");
}

async function assertUsable(folder: string): Promise<string> {
  if (!isAbsolute(folder))
    throw new UsageError(`POSTGRES_BIN is ${folder}: give the whole path, beginning with /`);
  const missing = ["postgres", "initdb"].filter((program) => !existsSync(join(folder, program)));
  if (missing.length > 0) {
    const inside = existsSync(join(folder, "bin", "postgres")) ? `; ${join(folder, "bin")} holds it` : "";
    throw new UsageError(
      `POSTGRES_BIN is ${folder}, which holds no ${missing.join(" and no ")}${inside}: give the folder of PostgreSQL's programs, ` +
        `such as ${SYSTEM_FOLDERS[0]}, or unset it`,
    );
  }
  const version = await readVersion(folder);
  if (version?.split(/\D/)[0] === MAJOR_VERSION) return folder;
  throw new UsageError(
    version === null
      ? `POSTGRES_BIN is ${folder}, whose postgres cannot be run: correct it, or unset it`
      : `POSTGRES_BIN is ${folder}, which is PostgreSQL ${version}, and the embedded database is one of ${MAJOR_VERSION}: ` +
          `give the folder of PostgreSQL ${MAJOR_VERSION}, or unset it`,
  );
}

type Packaged =
  | { readonly ok: true; readonly binaries: ReturnType<typeof locateBinaries> }
  | { readonly ok: false; readonly error: unknown };

function findPackaged(): Packaged {
  try {
    return { ok: true, binaries: locateBinaries() };
  } catch (error) {
    return { ok: false, error };
  }
}

async function findNewest(folders: readonly string[], newerThan: number): Promise<string | null> {
  let newest: string | null = null;
  let least = newerThan;
  for (const folder of folders) {
    if (!existsSync(join(folder, "postgres")) || !existsSync(join(folder, "initdb"))) continue;
    const version = await readVersion(folder);
    if (version === null || version.split(/\D/)[0] !== MAJOR_VERSION || minorVersion(version) <= least)
      continue;
    newest = folder;
    least = minorVersion(version);
  }
  return newest;
}

/** Returns what `postgres --version` says, such as "18.4"; null: it cannot be run. */
async function readVersion(folder: string): Promise<string | null> {
  const command = { file: join(folder, "postgres"), args: ["--version"] };
  const { succeeded, output } = await runCommand(command, dirname(folder));
  return succeeded ? (/PostgreSQL\) (\d+\S*)/.exec(output)?.[1] ?? null) : null;
}

/** A version that is not released yet, such as "18beta1", is older than all that are. */
function minorVersion(version: string): number {
  return Number(/^\d+\.(\d+)/.exec(version)?.[1] ?? -1);
}
