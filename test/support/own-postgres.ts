import { execFileSync } from "node:child_process";
import type { Database } from "../../src/database/database.ts";
import {
  type EmbeddedPostgres,
  openEmbeddedPostgres,
} from "../../src/database/embedded/open-embedded-postgres.ts";
import { migrateDatabase } from "../../src/database/migrate.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import {
  isRunning,
  makeTemporaryFolder,
  readServerPid,
  removeHome,
  until,
} from "../database/embedded/support/test-home.ts";

/** A migrated Postgres of the test's own, which it may stop. */
export interface OwnPostgres {
  readonly db: Database;
  readonly url: string;
  /** Stops the server as `pg_ctl stop -m` does, and waits until it is gone. */
  stop(mode: "fast" | "immediate"): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
  /** Freezes the server with all its sessions (SIGSTOP), or wakes it (SIGCONT). */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
}

const SIGNALS = { fast: "SIGINT", immediate: "SIGQUIT" } as const;

function signalServer(postmaster: number, name: NodeJS.Signals): void {
  const children = execFileSync("pgrep", ["-P", String(postmaster)], { encoding: "utf8" });
  for (const pid of [postmaster, ...children.trim().split("\n").map(Number)]) process.kill(pid, name);
}

/** Lends a server and takes it back, whatever happens. */
export async function withOwnPostgres(use: (server: OwnPostgres) => Promise<void>): Promise<void> {
  const home = makeTemporaryFolder();
  const opened: EmbeddedPostgres[] = [];
  const open = async () => {
    const server = await openEmbeddedPostgres({ home });
    opened.push(server);
    return server.url;
  };
  const url = await open();
  const db = openDatabase({ url, connections: 4, applicationName: "test" });
  try {
    // It is stopped and never loses power, but what was committed must be there after that.
    for (const setting of ["fsync", "full_page_writes"])
      await db.pool.query(`alter system set ${setting} = off`);
    await db.pool.query("select pg_reload_conf()");
    await migrateDatabase(db);
    await use({
      db,
      url,
      async stop(mode) {
        const pid = readServerPid(home);
        process.kill(pid, SIGNALS[mode]);
        await until(() => !isRunning(pid));
      },
      async start() {
        if ((await open()) !== url) throw new Error("the server has moved to another port");
      },
      signal: (name) => signalServer(readServerPid(home), name),
    });
  } finally {
    await db.close();
    for (const server of opened) await server.close();
    await removeHome(home);
  }
}
