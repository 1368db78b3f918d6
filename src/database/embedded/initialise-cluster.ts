import { randomBytes } from "node:crypto";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../../values/errors.ts";
import type { EmbeddedPaths } from "./embedded-paths.ts";
import { explainOutput, hasCode } from "./explain-failure.ts";
import type { RunAs } from "./run-as.ts";
import { runCommand } from "./run-command.ts";

/** The server's only user, who owns everything in it. */
export const EMBEDDED_USER = "sourcing";

const MAJOR_VERSION = "18";
const DRAFT_PREFIX = "data.new-";

/** Without the locale settings an empty environment would give a database of bytes, not of text (SQL_ASCII). */
const INITDB_SETTINGS = [
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--auth=scram-sha-256",
  `--username=${EMBEDDED_USER}`,
];

async function readMajorVersion(data: string): Promise<string | null> {
  try {
    return (await readFile(join(data, "PG_VERSION"), "utf8")).trim();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * Whether there is a data folder that this server can open.
 *
 * @throws UsageError where another version of Postgres made it.
 */
export async function hasCluster(data: string): Promise<boolean> {
  const version = await readMajorVersion(data);
  if (version !== null && version !== MAJOR_VERSION) {
    throw new UsageError(
      `${data} was made by Postgres ${version}, and this is Postgres ${MAJOR_VERSION}: ` +
        "copy the data over with the release that made it, or point SOURCING_HOME at another folder",
    );
  }
  return version !== null;
}

/** Left behind by commands that were killed in the middle; one that is still being written goes another time. */
async function removeDrafts(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith(DRAFT_PREFIX)) continue;
    await rm(join(root, name), { recursive: true, force: true }).catch(() => {});
  }
}

/** A rename is only safe from a power cut once its folder is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes the data folder, all of it or nothing: it is built beside its place and moved there when done.
 * Call it under the lock, with the password file written.
 *
 * @throws StoreUnavailable with what initdb printed, where it failed.
 */
export async function initialiseCluster(binaries: string, paths: EmbeddedPaths, runAs: RunAs): Promise<void> {
  await removeDrafts(paths.root);
  const draft = join(paths.root, `${DRAFT_PREFIX}${randomBytes(6).toString("hex")}`);
  const args = ["-D", draft, ...INITDB_SETTINGS, `--pwfile=${paths.password}`];
  const result = await runCommand(runAs.wrap({ file: join(binaries, "bin", "initdb"), args }), paths.root);
  if (!result.succeeded) {
    await rm(draft, { recursive: true, force: true });
    throw explainOutput("the embedded database could not be made", result.output, paths.root);
  }
  await rename(draft, paths.data);
  await syncFolder(paths.root);
}
