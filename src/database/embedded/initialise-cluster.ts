import { randomBytes } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { readIfExists, syncFolder } from "../../machine/durable-file.ts";
import { UsageError } from "../../values/errors.ts";
import type { EmbeddedPaths } from "./embedded-paths.ts";
import { explainOutput } from "./explain-failure.ts";
import { runCommand } from "./run-command.ts";
import type { ServerUser } from "./server-user.ts";

/** The server's only user, who owns everything in it. */
export const EMBEDDED_USER = "sourcing";

export const MAJOR_VERSION = "18";
const DRAFT_PREFIX = "data.new-";

/** With an empty environment and without the locale settings, the database would hold bytes instead of text (SQL_ASCII). */
const INITDB_SETTINGS = [
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--auth=scram-sha-256",
  `--username=${EMBEDDED_USER}`,
];

/** Whether there is a data folder that this server can open. @throws UsageError if another version of Postgres made it */
export async function hasCluster(data: string): Promise<boolean> {
  const version = (await readIfExists(join(data, "PG_VERSION")))?.toString("utf8").trim();
  if (version === undefined || version === MAJOR_VERSION) return version !== undefined;
  throw new UsageError(
    `${data} was made by Postgres ${version}, and this is Postgres ${MAJOR_VERSION}: ` +
      "copy the data over with the release that made it, or point SOURCING_HOME at another folder",
  );
}

/**
 * Makes the data folder with the programs in `binaries`, completely or not at all: initdb builds it under another name, and a rename puts it in its place.
 * Call it under the lock, with the password file written.
 * @throws StoreUnavailable with what initdb printed
 */
export async function initialiseCluster(
  binaries: string,
  paths: EmbeddedPaths,
  user: ServerUser,
): Promise<void> {
  await removeDrafts(paths.root);
  const draft = join(paths.root, `${DRAFT_PREFIX}${randomBytes(6).toString("hex")}`);
  const args = ["-D", draft, ...INITDB_SETTINGS, `--pwfile=${paths.password}`];
  const result = await runCommand(user.wrap({ file: join(binaries, "initdb"), args }), paths.root);
  if (!result.succeeded) {
    await rm(draft, { recursive: true, force: true });
    throw explainOutput("the embedded database could not be made", result.output, paths.root);
  }
  await rename(draft, paths.data);
  await syncFolder(paths.root);
}

/** Removes what killed commands left. A draft that a dying initdb still writes to is removed by the next start. */
async function removeDrafts(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (name.startsWith(DRAFT_PREFIX))
      await rm(join(root, name), { recursive: true, force: true }).catch(() => {});
  }
}
