import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { vi } from "vitest";
import { disableFsync } from "./own-server.ts";

const BINARIES = "/usr/lib/postgresql/15/bin";
const run = promisify(execFile);

/** Whether Debian's package of PostgreSQL 15 is installed. */
export const HAS_POSTGRES_15 = existsSync(join(BINARIES, "postgres"));

export interface DebianPostgres {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts an empty PostgreSQL 15 with a superuser, and a database named after the user. */
export async function startDebianPostgres(user: string, password: string): Promise<DebianPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-pg15-"));
  const owner = serverUser();
  if (owner !== null) await chown(folder, owner.uid, owner.gid);
  const identity = { ...owner, cwd: folder };
  const port = await freePort();
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, password);
  if (owner !== null) await chown(passwordFile, owner.uid, owner.gid);
  const secured = ["--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8"];
  await run(join(BINARIES, "initdb"), ["-D", folder, "-U", user, ...secured], identity);
  await rm(passwordFile);
  const settings = ["-D", folder, "-p", String(port), "-k", folder, "-h", "127.0.0.1"];
  const server = spawn(join(BINARIES, "postgres"), settings, { ...identity, stdio: "ignore" });
  await prepare(port, user, password);
  return {
    port,
    url: `postgres://${user}:${password}@127.0.0.1:${port}/${user}`,
    async close() {
      await stop(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root, so that root starts it as the user of Debian's package. */
function serverUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function prepare(port: number, user: string, password: string): Promise<void> {
  const address = { host: "127.0.0.1", port, user, password, database: "postgres" };
  const client = await vi.waitFor(() => connect(address), { timeout: 60_000, interval: 100 });
  await disableFsync(client);
  await client.query(`create database ${user}`);
  await client.end();
}

async function connect(address: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(address);
  await client.connect();
  return client;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGINT");
  await ended;
}

/** Returns a port of the loopback interface on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
