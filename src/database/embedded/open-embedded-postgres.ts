import { setTimeout as delay } from "node:timers/promises";
import { StoreUnavailable, UsageError } from "../../values/errors.ts";
import { type EmbeddedPaths, prepareFolders } from "./embedded-paths.ts";
import { createDatabase, knock, type Login } from "./ensure-database.ts";
import { explainFailure } from "./explain-failure.ts";
import { withFileLock } from "./file-lock.ts";
import { hydrateSymlinks } from "./hydrate-symlinks.ts";
import { EMBEDDED_USER, hasCluster, initialiseCluster } from "./initialise-cluster.ts";
import { locateBinaries } from "./locate-binaries.ts";
import { obtainPassword } from "./password.ts";
import { findPostmaster, POLL_MS, stopPostmaster } from "./postmaster.ts";
import { announce, findBeatingElsewhere, listPresent, type OwnPresence } from "./presence.ts";
import { decideRunAs, type Probe } from "./run-as.ts";
import { runCommand } from "./run-command.ts";
import { startServer } from "./start-server.ts";

export interface EmbeddedOptions {
  /** SOURCING_HOME, made where it is missing. */
  readonly home: string;
  /** Created where it is missing; "sourcing" unless told. */
  readonly databaseName?: string;
  /** The only port that will do, kept for later starts too; the one it had unless told. */
  readonly port?: number;
  /** Whether a way to run the server works on this system; tries it unless told. */
  readonly probe?: Probe;
}

/** A server shared by all commands of one home. */
export interface EmbeddedPostgres {
  /** `postgres://user:password@127.0.0.1:port/database` */
  readonly url: string;
  /** Whether this call started the server, as opposed to finding it running. */
  readonly startedHere: boolean;
  /** Takes leave of the server and, as the last one to do so, stops it and waits until it is gone. Safe to repeat. */
  close(): Promise<void>;
}

const DEFAULT_DATABASE = "sourcing";
const DATABASE_PATTERN = /^[a-z_][a-z0-9_]{0,62}$/;
/** A server that is being told to stop by others may wait for sessions of theirs. */
const ATTACH_PATIENCE_MS = 60_000;
const MOST_STARTS = 3;

interface Needs {
  readonly database: string;
  readonly probe: Probe;
  /** Null: whichever is free. */
  readonly port: number | null;
}

interface Entered {
  readonly login: Login;
  readonly startedHere: boolean;
  readonly presence: OwnPresence;
}

interface FoundServer {
  readonly login: Login;
  readonly hasDatabase: boolean;
}

/** A server that runs already and takes connections, or null where one must be started. */
async function findServer(
  paths: EmbeddedPaths,
  password: string,
  database: string,
): Promise<FoundServer | null> {
  const deadline = Date.now() + ATTACH_PATIENCE_MS;
  for (;;) {
    const found = await findPostmaster(paths.data);
    if (found === null) return null;
    const login = { port: found.port, password };
    const answer = found.ready ? await knock(login, database) : "not_yet";
    if (answer !== "not_yet") return { login, hasDatabase: answer === "ok" };
    if (Date.now() > deadline) {
      throw new StoreUnavailable(
        `the embedded database (process ${found.pid}) is starting or stopping and takes no connections: try again later`,
      );
    }
    await delay(POLL_MS);
  }
}

/** Process numbers and memory of another container say nothing here: two servers on one data folder would ruin it. */
async function refuseWhileUsedElsewhere(paths: EmbeddedPaths): Promise<void> {
  const other = await findBeatingElsewhere(paths.clients);
  if (other === null) return;
  const { pid, hostname } = other.identity;
  throw new UsageError(
    `${paths.root} is in use by process ${pid} on ${hostname}: end it there and try again, ` +
      "or share one Postgres by setting DATABASE_URL",
  );
}

async function start(paths: EmbeddedPaths, { probe, port }: Needs): Promise<void> {
  await refuseWhileUsedElsewhere(paths);
  const binaries = await hydrateSymlinks(locateBinaries(), paths.root);
  const runAs = await decideRunAs(`${binaries}/bin/postgres`, paths.data, probe);
  if (!(await hasCluster(paths.data))) await initialiseCluster(binaries, paths, runAs);
  await startServer(binaries, paths, { runAs, port });
}

/** Call it under the lock. */
async function leave(paths: EmbeddedPaths, presence: OwnPresence): Promise<void> {
  await presence.withdraw();
  if ((await listPresent(paths.clients)).length === 0) await stopPostmaster(paths.data);
}

function refuseOtherPort(port: number, wanted: number | null): void {
  if (wanted === null || wanted === port) return;
  throw new UsageError(
    `the embedded database is up on port ${port} for other commands: end them and try again, or take that port`,
  );
}

/** Finds the server or starts it; more than one start is only needed where somebody kills it at once. */
async function obtainServer(paths: EmbeddedPaths, needs: Needs): Promise<Omit<Entered, "presence">> {
  const { database } = needs;
  const isMade = await hasCluster(paths.data);
  const password = await obtainPassword(paths.password, isMade);
  for (let starts = 0; starts <= MOST_STARTS; starts += 1) {
    const server = await findServer(paths, password, database);
    if (server !== null) refuseOtherPort(server.login.port, needs.port);
    if (server?.hasDatabase === false) await createDatabase(server.login, database);
    if (server !== null) return { login: server.login, startedHere: starts > 0 };
    if (starts < MOST_STARTS) await start(paths, needs);
  }
  throw new StoreUnavailable(`the embedded database stops as soon as it is started: see ${paths.log}`);
}

/** Call it under the lock. */
async function enter(paths: EmbeddedPaths, needs: Needs): Promise<Entered> {
  const presence = await announce(paths.clients);
  try {
    return { ...(await obtainServer(paths, needs)), presence };
  } catch (error) {
    // The first error is the one to tell; a server that does not stop now is found by the next command.
    await leave(paths, presence).catch(() => {});
    throw error;
  }
}

function toHandle(paths: EmbeddedPaths, database: string, entered: Entered): EmbeddedPostgres {
  const { login, startedHere, presence } = entered;
  let closing: Promise<void> | undefined;
  return {
    url: `postgres://${EMBEDDED_USER}:${login.password}@127.0.0.1:${login.port}/${database}`,
    startedHere,
    close() {
      closing ??= withFileLock(paths.lock, () => leave(paths, presence)).catch((error: unknown) => {
        throw explainFailure(error, paths.root);
      });
      return closing;
    },
  };
}

/**
 * Opens the Postgres 18 that is kept under `home`: the first to come makes its data and starts it, later ones share it,
 * the last one to close stops it. After a kill -9 of commands, of the server or of both the next call recovers.
 *
 * @throws UsageError where it cannot work as things are (not installed, folder of somebody else, wrong version or
 *   password); StoreUnavailable where it may work later (disk full, does not start). Both say what to do.
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { home, databaseName = DEFAULT_DATABASE } = options;
  if (!DATABASE_PATTERN.test(databaseName)) {
    throw new UsageError(`${databaseName} is no name for a database: use a-z, 0-9 and _, 63 letters at most`);
  }
  const probe: Probe = options.probe ?? (async (command) => (await runCommand(command, "/")).succeeded);
  const needs: Needs = { database: databaseName, probe, port: options.port ?? null };
  try {
    const paths = await prepareFolders(home);
    const entered = await withFileLock(paths.lock, () => enter(paths, needs));
    return toHandle(paths, databaseName, entered);
  } catch (error) {
    throw explainFailure(error, home);
  }
}
