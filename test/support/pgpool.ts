import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { choosePort } from "../../src/database/embedded/choose-port.ts";

export interface Pgpool {
  readonly port: string;
  close(): Promise<void>;
}

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };

/** Whether this machine has a pgpool to run tests on; `.ci/run` installs one. */
export const HAS_PGPOOL = spawnSync("pgpool", ["--version"], { env }).status === 0;

/** The user that Debian and others call nobody. */
const NOBODY = 65_534;
const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Puts a pgpool before all databases of a server. @param mode its backend_clustering_mode */
export async function startPgpool(serverUrl: string, mode: "raw" | "streaming_replication"): Promise<Pgpool> {
  const server = new URL(serverUrl);
  const folder = await mkdtemp(join(tmpdir(), "sourcing-pgpool-"));
  const [port, adminPort] = [
    await choosePort(join(folder, "port"), null),
    await choosePort(join(folder, "admin-port"), null),
  ];
  const [configuration, access, passwords] = ["pgpool.conf", "pool_hba.conf", "pool_passwd"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const settings = {
    backend_clustering_mode: mode,
    listen_addresses: "127.0.0.1",
    port,
    socket_dir: folder,
    pcp_listen_addresses: "127.0.0.1",
    pcp_port: adminPort,
    pcp_socket_dir: folder,
    wd_ipc_socket_dir: folder,
    pid_file_name: join(folder, "pgpool.pid"),
    logdir: folder,
    backend_hostname0: server.hostname,
    backend_port0: server.port,
    backend_weight0: 1,
    num_init_children: 32,
    sr_check_period: 0,
    // A database that is dropped ends its sessions, which must not look as if the server were gone.
    connection_cache: "off",
    failover_on_backend_error: "off",
    failover_on_backend_shutdown: "off",
    enable_pool_hba: "on",
    pool_passwd: passwords,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  await writeFile(configuration, `${lines.join("\n")}\n`);
  await writeFile(access, "host all all 127.0.0.1/32 scram-sha-256\n");
  await writeFile(passwords, `${server.username}:TEXT${server.password}\n`, { mode: 0o600 });
  if (account.uid !== undefined)
    for (const path of [folder, configuration, access, passwords])
      await chown(path, account.uid, account.gid);
  const child = spawn("pgpool", ["-n", "-f", configuration, "-a", access, "-F", join(folder, "pcp.conf")], {
    ...account,
    env,
    stdio: "ignore",
  });
  await vi.waitUntil(() => listens(Number(port)), { timeout: 30_000 });
  return {
    port: String(port),
    async close() {
      const gone = once(child, "exit");
      child.kill("SIGQUIT");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.on("connect", () => socket.destroy()).on("error", () => resolve(false));
  });
}
