import { spawn } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { vi } from "vitest";
import { chooseBinaries } from "../../src/database/embedded/choose-binaries.ts";
import { choosePort } from "../../src/database/embedded/choose-port.ts";
import { openEmbeddedPostgres } from "../../src/database/embedded/open-embedded-postgres.ts";
import { runCommand } from "../../src/database/embedded/run-command.ts";
import { toServerArguments } from "../../src/database/embedded/server-settings.ts";
import { chooseServerUser } from "../../src/database/embedded/server-user.ts";
import { migrateDatabase } from "../../src/database/migrate.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { isRunning, makeTemporaryFolder, removeHome } from "../database/embedded/support/test-home.ts";
import { type PgProxy, startPgProxy } from "./pg-proxy.ts";

/** A migrated Postgres with a standby, behind one address. */
export interface ReplicatedPostgres {
  /** The one address. */
  readonly url: string;
  /** Cuts the standby off from the primary, which goes on alone if it need not wait for it. */
  cutReplication(): void;
  /** Kills the primary with -9, promotes the standby, and leads the one address to it. */
  failOver(): Promise<void>;
}

/** Lends a primary and a standby, and takes them back, whatever happens. @param isSynchronous whether commits wait for the standby */
export async function withReplicatedPostgres(
  isSynchronous: boolean,
  use: (servers: ReplicatedPostgres) => Promise<void>,
): Promise<void> {
  const homes = [makeTemporaryFolder(), makeTemporaryFolder()] as const;
  const proxies: PgProxy[] = [];
  try {
    const url = await makeStore(homes[0]);
    await cp(dataOf(homes[0]), dataOf(homes[1]), { recursive: true });
    const names = isSynchronous ? "*" : "";
    const primary = await startServer(homes[0], url, { synchronous_standby_names: names });
    const replication = await startPgProxy(primary.url);
    proxies.push(replication);
    await writeFile(join(dataOf(homes[1]), "standby.signal"), "");
    const standby = await startServer(homes[1], url, { primary_conninfo: toConnInfo(replication.url) });
    await untilStreaming(primary.url);
    const address = await startPgProxy(primary.url);
    proxies.push(address);
    await use({
      url: address.url,
      cutReplication: () => replication.cut(),
      async failOver() {
        address.cut();
        process.kill(primary.pid, "SIGKILL");
        await vi.waitUntil(() => !isRunning(primary.pid));
        await ask(standby.url, "select pg_promote()");
        address.redirect(Number(new URL(standby.url).port));
        address.restore();
      },
    });
  } finally {
    for (const proxy of proxies) await proxy.close();
    for (const home of homes) await removeHome(home);
  }
}

const dataOf = (home: string) => join(home, "embedded", "data");

/** Makes a store, stops its server, and returns its address with user, password and database. */
async function makeStore(home: string): Promise<string> {
  const server = await openEmbeddedPostgres({ home });
  const db = openDatabase({ url: server.url, connections: 2, applicationName: "test" });
  await migrateDatabase(db);
  await db.close();
  await server.close();
  return server.url;
}

interface Server {
  readonly url: string;
  readonly pid: number;
}

/** Starts a server that is not started again when it is killed. */
async function startServer(
  home: string,
  likeUrl: string,
  settings: Readonly<Record<string, string>>,
): Promise<Server> {
  const binaries = await chooseBinaries({ wanted: null, cache: join(home, "cache") });
  const data = dataOf(home);
  const postgres = join(binaries, "postgres");
  const canRun = async (command: Parameters<typeof runCommand>[0]) =>
    (await runCommand(command, "/")).succeeded;
  const user = await chooseServerUser(postgres, data, canRun);
  const port = await choosePort(join(home, "port"), null);
  // Nothing loses power here, and waiting for the disk is slow.
  const all = { ...settings, fsync: "off", full_page_writes: "off" };
  const args = [
    ...toServerArguments(data, port),
    ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const command = user.wrap({ file: postgres, args });
  spawn(command.file, command.args, { cwd: home, stdio: "ignore", detached: true }).unref();
  const url = Object.assign(new URL(likeUrl), { port: String(port) }).href;
  await vi.waitFor(() => ask(url, "select 1"), { timeout: 120_000, interval: 100 });
  const pidFile = await readFile(join(data, "postmaster.pid"), "utf8");
  return { url, pid: Number(pidFile.split("\n")[0]) };
}

function toConnInfo(url: string): string {
  const { hostname, port, username, password } = new URL(url);
  return `host=${hostname} port=${port} user=${username} password=${password}`;
}

async function untilStreaming(url: string): Promise<void> {
  const question = "select count(*)::integer from pg_stat_replication where state = 'streaming'";
  await vi.waitFor(
    async () => {
      if ((await ask(url, question)) !== 1) throw new Error("the standby does not follow");
    },
    { timeout: 120_000, interval: 100 },
  );
}

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
