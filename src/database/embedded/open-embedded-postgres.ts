import { setTimeout as delay } from "node:timers/promises";
import { StoreUnavailable, UsageError } from "../../values/errors.ts";
import { type ConnectionState, checkConnection, createDatabase, type Login } from "./check-connection.ts";
import { type BinariesOptions, chooseBinaries } from "./choose-binaries.ts";
import { findRemoteClient, listClients, type OwnClient, register } from "./client-registry.ts";
import { type EmbeddedPaths, prepareFolders } from "./embedded-paths.ts";
import { explainFailure } from "./explain-failure.ts";
import { withFileLock } from "./file-lock.ts";
import { EMBEDDED_USER, hasCluster, initialiseCluster } from "./initialise-cluster.ts";
import { keepRunning } from "./keep-running.ts";
import { obtainPassword } from "./password.ts";
import { findPostmaster, POLL_MS, stopPostmaster } from "./postmaster.ts";
import { runCommand } from "./run-command.ts";
import { type CanRun, chooseServerUser } from "./server-user.ts";
import { startServer } from "./start-server.ts";

export interface EmbeddedOptions {
  /** SOURCING_HOME, made if it is missing. */
  readonly home: string;
  /** Created if it is missing; default "sourcing". */
  readonly databaseName?: string;
  /** The only acceptable port, kept for later starts too; default: the last one, or any. */
  readonly port?: number;
  /** The programs to serve it with; default: the newest of the package and the system. */
  readonly binaries?: Partial<Omit<BinariesOptions, "cache">>;
  /** Whether a command works on this system; default: tries it. */
  readonly canRun?: CanRun;
}

/** A server that all commands of one home share. */
export interface EmbeddedPostgres {
  /** `postgres://user:password@127.0.0.1:port/database` */
  readonly url: string;
  /** Whether this call started the server; false: it was running. */
  readonly startedHere: boolean;
  /** Unregisters from the server. The last client stops it and waits for its end. Safe to repeat. */
  close(): Promise<void>;
}

const DEFAULT_DATABASE = "sourcing";
const DATABASE_PATTERN = /^[a-z_][a-z0-9_]{0,62}$/;
/** A server that is stopping may wait for its sessions. */
const ATTACH_TIMEOUT_MS = 60_000;
const MAX_STARTS = 3;

interface Context {
  readonly paths: EmbeddedPaths;
  readonly database: string;
  readonly canRun: CanRun;
  /** Null: any. */
  readonly port: number | null;
  readonly binaries: Partial<BinariesOptions>;
}

/**
 * Opens the Postgres 18 that is kept under `home`. The first command makes its data and starts it, later ones share it, the
 * last one to close stops it. After a kill -9 of commands, of the server or of both, the next call recovers.
 * @throws UsageError if it cannot work as things are (not installed, a folder of another user, wrong version or password);
 * StoreUnavailable if it may work later (disk full, does not start). Both say what to do.
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { home, databaseName: database = DEFAULT_DATABASE, port = null, binaries = {} } = options;
  if (!DATABASE_PATTERN.test(database)) {
    throw new UsageError(
      `${database} is not a name for a database: use a-z, 0-9 and _, 63 characters at most`,
    );
  }
  const canRun = options.canRun ?? (async (command) => (await runCommand(command, "/")).succeeded);
  try {
    const paths = await prepareFolders(home);
    return await withFileLock(paths.lock, () => attach({ paths, database, canRun, port, binaries }));
  } catch (error) {
    throw explainFailure(error, home);
  }
}

/**
 * Registers this process and obtains the server. Until it is closed, a server that was killed is started again on its port.
 * Call it under the lock.
 */
async function attach(context: Context): Promise<EmbeddedPostgres> {
  const { paths, database } = context;
  const client = await register(paths.clients);
  try {
    const { login, startedHere } = await obtainServer(context);
    let closing: Promise<void> | undefined;
    const watch = keepRunning(async () => {
      if ((await findPostmaster(paths.data)) !== null) return;
      await withFileLock(paths.lock, async () => {
        if (closing === undefined) await obtainServer({ ...context, port: login.port });
      });
    });
    return {
      url: `postgres://${EMBEDDED_USER}:${login.password}@127.0.0.1:${login.port}/${database}`,
      startedHere,
      close() {
        watch.stop();
        closing ??= withFileLock(paths.lock, () => detach(paths, client)).catch((error: unknown) => {
          throw explainFailure(error, paths.root);
        });
        return closing;
      },
    };
  } catch (error) {
    // The first error matters; a server that does not stop now is found by the next command.
    await detach(paths, client).catch(() => {});
    throw error;
  }
}

/** Call it under the lock. */
async function detach(paths: EmbeddedPaths, client: OwnClient): Promise<void> {
  await client.unregister();
  if ((await listClients(paths.clients)).length === 0) await stopPostmaster(paths.data);
}

/** Finds the server or starts it. A second start is only needed if the server is killed at once. */
async function obtainServer(context: Context): Promise<{ login: Login; startedHere: boolean }> {
  const { paths, database } = context;
  const password = await obtainPassword(paths.password, await hasCluster(paths.data));
  for (let starts = 0; starts <= MAX_STARTS; starts += 1) {
    const server = await findServer(context, password);
    if (server !== null) {
      assertPort(server.login.port, context.port);
      if (server.state === "missing") await createDatabase(server.login, database);
      return { login: server.login, startedHere: starts > 0 };
    }
    if (starts < MAX_STARTS) await start(context);
  }
  throw new StoreUnavailable(`the embedded database stops as soon as it is started: see ${paths.log}`);
}

/** Returns a running server that accepts connections, or null if one must be started. */
async function findServer(
  { paths, database }: Context,
  password: string,
): Promise<{ login: Login; state: ConnectionState } | null> {
  const deadline = Date.now() + ATTACH_TIMEOUT_MS;
  for (;;) {
    const found = await findPostmaster(paths.data);
    if (found === null) return null;
    const login = { port: found.port, password };
    const state = found.ready ? await checkConnection(login, database) : "not_yet";
    if (state !== "not_yet") return { login, state };
    if (Date.now() > deadline) {
      throw new StoreUnavailable(
        `the embedded database (process ${found.pid}) is starting or stopping and takes no connections: try again later`,
      );
    }
    await delay(POLL_MS);
  }
}

function assertPort(port: number, wanted: number | null): void {
  if (wanted === null || wanted === port) return;
  throw new UsageError(
    `the embedded database is up on port ${port} for other commands: end them and try again, or take that port`,
  );
}

async function start({ paths, canRun, port, binaries: wanted }: Context): Promise<void> {
  await assertNotUsedElsewhere(paths);
  const binaries = await chooseBinaries({ wanted: null, ...wanted, cache: paths.root });
  const user = await chooseServerUser(`${binaries}/postgres`, paths.data, canRun);
  if (!(await hasCluster(paths.data))) await initialiseCluster(binaries, paths, user);
  await startServer(binaries, paths, { user, port });
}

/** Two servers on one data folder would destroy it, and a server in another container cannot be seen from here. */
async function assertNotUsedElsewhere(paths: EmbeddedPaths): Promise<void> {
  const other = await findRemoteClient(paths.clients);
  if (other === null) return;
  const { pid, hostname } = other.identity;
  throw new UsageError(
    `${paths.root} is in use by process ${pid} on ${hostname}: end it there and try again, ` +
      "or share one Postgres by setting DATABASE_URL",
  );
}
