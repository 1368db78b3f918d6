import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosePort } from "../../src/database/embedded/choose-port.ts";

export interface PgBouncer {
  /** As the server's own address, but through the pooler. */
  readonly url: string;
  close(): Promise<void>;
}

/** Debian puts it where the PATH of ordinary users does not lead. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

/** Whether this machine has a pgbouncer to run tests on; `.ci/run` installs one. */
export const HAS_PGBOUNCER = spawnSync("pgbouncer", ["--version"], { env }).status === 0;

/** It refuses to run as root: the user that Debian and others call nobody. */
const NOBODY = 65_534;
const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Puts a PgBouncer in transaction mode, with the defaults it comes with, before all databases of a server. */
export async function startPgBouncer(serverUrl: string, ...settings: readonly string[]): Promise<PgBouncer> {
  const server = new URL(serverUrl);
  const folder = await mkdtemp(join(tmpdir(), "sourcing-pgbouncer-"));
  const port = await choosePort(join(folder, "port"), null);
  const users = join(folder, "users");
  const configuration = join(folder, "pgbouncer.ini");
  await writeFile(users, `"${server.username}" "${server.password}"\n`, { mode: 0o600 });
  const lines = [
    "[databases]",
    `* = host=${server.hostname} port=${server.port}`,
    "[pgbouncer]",
    "pool_mode = transaction",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = scram-sha-256",
    `auth_file = ${users}`,
    ...settings,
  ];
  await writeFile(configuration, `${lines.join("\n")}\n`);
  if (account.uid !== undefined)
    for (const path of [folder, users, configuration]) await chown(path, account.uid, account.gid);
  const child = spawn("pgbouncer", [configuration], { ...account, env, stdio: ["ignore", "ignore", "pipe"] });
  await new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (text) => String(text).includes("process up") && resolve());
    child.once("exit", () => reject(new Error("pgbouncer does not start")));
  });
  const url = new URL(serverUrl);
  url.port = String(port);
  return {
    url: url.href,
    async close() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
