import { type ChildProcess, spawn } from "node:child_process";
import { chown, open, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StoreUnavailable } from "../../values/errors.ts";
import { choosePort } from "./choose-port.ts";
import type { EmbeddedPaths } from "./embedded-paths.ts";
import { explainOutput } from "./explain-failure.ts";
import { cleanUpStale, findPostmaster, POLL_MS } from "./postmaster.ts";
import { SERVER_ENVIRONMENT } from "./run-command.ts";
import { toServerArguments } from "./server-settings.ts";
import type { ServerUser, UnixUser } from "./server-user.ts";

const MAX_LOG_BYTES = 1_000_000;
/** Recovery after a crash replays about 1 GB at most, which takes minutes on slow disks. */
const START_TIMEOUT_MS = 10 * 60_000;
const MAX_ATTEMPTS = 5;
/** Another program took the port, a session of a killed server had not ended yet, or the new server was killed. */
const TRANSIENT =
  /could not create any TCP\/IP sockets|Address already in use|still in use|lock file .* already exists|ended by SIGKILL/;

export interface StartOptions {
  readonly user: ServerUser;
  /** The only acceptable port; null: any. */
  readonly port: number | null;
}

/**
 * Starts the server in the folder `binaries` and waits until it accepts connections, including the recovery after a crash. Returns at once if a server
 * that an earlier command started comes up. The server outlives the process that starts it. Call it under the lock.
 * @throws StoreUnavailable with its output if it does not start; UsageError if the port is taken
 */
export async function startServer(
  binaries: string,
  paths: EmbeddedPaths,
  { user, port: wanted }: StartOptions,
): Promise<void> {
  await ensureOwner(paths.data, user.owner);
  let output = "";
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    // A command that was killed while it started a server leaves one that comes up by itself.
    if ((await findPostmaster(paths.data)) !== null) return;
    await cleanUpStale(paths.data);
    const port = await choosePort(paths.port, wanted);
    const args = toServerArguments(paths.data, port);
    const command = user.wrap({ file: join(binaries, "postgres"), args });
    const failure = await waitUntilReady(await spawnServer(command.file, command.args, paths), paths);
    if (failure === null) {
      await writeFile(paths.port, `${port}\n`, { mode: 0o600 });
      return;
    }
    output = failure;
    if (!TRANSIENT.test(output)) break;
  }
  throw explainOutput("the embedded database does not start", output, paths.root);
}

/** Data made in a user namespace belongs to root. If namespaces are forbidden later, the other user must own it. */
async function ensureOwner(folder: string, owner: UnixUser | null): Promise<void> {
  if (owner !== null && (await stat(folder)).uid !== owner.uid) await chownTree(folder, owner);
}

async function chownTree(folder: string, owner: UnixUser): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await chownTree(path, owner);
    else if (entry.isFile()) await chown(path, owner.uid, owner.gid);
  }
  // The folder changes last, so that an interrupted change starts again.
  await chown(folder, owner.uid, owner.gid);
}

interface ServerProcess {
  readonly pid: number | undefined;
  /** Why it has ended; null: it runs. */
  readonly readEnd: () => string | null;
  /** Where its output begins in the log. */
  readonly logOffset: number;
}

/** In a session of its own Ctrl-C does not reach the server. Without pipes it does not depend on this process. */
async function spawnServer(
  file: string,
  args: readonly string[],
  paths: EmbeddedPaths,
): Promise<ServerProcess> {
  const size = (await stat(paths.log).catch(() => null))?.size ?? 0;
  const log = await open(paths.log, size > MAX_LOG_BYTES ? "w" : "a", 0o600);
  try {
    const logOffset = (await log.stat()).size;
    const child = spawn(file, args, {
      cwd: paths.root,
      detached: true,
      env: SERVER_ENVIRONMENT,
      stdio: ["ignore", log.fd, log.fd],
    });
    const readEnd = watchEnd(child);
    child.unref();
    return { pid: child.pid, readEnd, logOffset };
  } finally {
    await log.close();
  }
}

/** Must be called right after the start: the error of a program that cannot be run comes only once. */
function watchEnd(child: ChildProcess): () => string | null {
  let end: string | null = null;
  child.once("error", (error) => {
    end = error.message;
  });
  child.once("exit", (code, signal) => {
    end = signal === null ? `ended with code ${code}` : `ended by ${signal}`;
  });
  return () => end;
}

/** Returns null once the server accepts connections, or its output if it ends before. */
async function waitUntilReady(server: ServerProcess, paths: EmbeddedPaths): Promise<string | null> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const end = server.readEnd();
    if (end !== null) {
      const log = await readFile(paths.log);
      return `${log.subarray(server.logOffset).toString("utf8")}${end}`;
    }
    const found = await findPostmaster(paths.data);
    if (found?.ready && found.pid === server.pid) return null;
    await delay(POLL_MS);
  }
  throw new StoreUnavailable(
    `the embedded database has not started within ${START_TIMEOUT_MS / 60_000} minutes: see ${paths.log}, then try again`,
  );
}
