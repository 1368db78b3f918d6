import { existsSync } from "node:fs";
import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";

/** The files and folders of the embedded server under SOURCING_HOME. */
export interface EmbeddedPaths {
  /** Holds everything but the password. */
  readonly root: string;
  readonly data: string;
  readonly clients: string;
  readonly lock: string;
  readonly log: string;
  /** Holds the last port, so that a tool with a stored connection finds the server again. */
  readonly port: string;
  readonly secrets: string;
  readonly password: string;
}

function toPaths(home: string): EmbeddedPaths {
  const root = join(home, "embedded");
  const secrets = join(home, "secrets");
  return {
    root,
    data: join(root, "data"),
    clients: join(root, "clients"),
    lock: join(root, "lock"),
    log: join(root, "server.log"),
    port: join(root, "port"),
    secrets,
    password: join(secrets, "postgres-password"),
  };
}

/**
 * Makes the missing folders, which only their owner may enter, and returns absolute paths without symbolic links: the server is
 * recognised by the path of its data folder. An existing `home` keeps its permissions.
 */
export async function prepareFolders(home: string): Promise<EmbeddedPaths> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const paths = toPaths(await realpath(home));
  for (const folder of [paths.root, paths.clients, paths.lock, paths.secrets]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  return paths;
}

/** Whether an embedded database was ever made under `home`. Looks at one file and starts nothing. */
export function hasEmbeddedData(home: string): boolean {
  return existsSync(join(toPaths(home).data, "PG_VERSION"));
}
