import { type ChildProcess, spawn } from "node:child_process";
import { chown, open, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StoreUnavailable } from "../../values/errors.ts";
import { choosePort } from "./choose-port.ts";
import type { EmbeddedPaths } from "./embedded-paths.ts";
import { explainOutput } from "./explain-failure.ts";
import { clearRemains, findPostmaster, POLL_MS } from "./postmaster.ts";
import type { RunAs, UnixUser } from "./run-as.ts";
import { SERVER_ENVIRONMENT } from "./run-command.ts";
import { toServerArguments } from "./server-settings.ts";

const LOG_LIMIT_BYTES = 1_000_000;
/** Recovery after a crash replays at most about 1 GB, which slow disks do in minutes. */
const START_PATIENCE_MS = 10 * 60_000;
const MOST_ATTEMPTS = 5;
/** Another program took the port, a session of a killed server had not ended yet, or somebody killed the new one. */
const PASSING_TROUBLE =
  /could not create any TCP\/IP sockets|Address already in use|still in use|lock file .* already exists|ended by SIGKILL/;

export interface StartOptions {
  readonly runAs: RunAs;
  /** The only port that will do; null: whichever is free. */
  readonly port: number | null;
}

interface Launched {
  readonly pid: number | undefined;
  /** Why it has ended, as far as the system tells; null while it runs. */
  readonly readEnd: () => string | null;
  /** Where in the log its lines begin. */
  readonly logOffset: number;
}

/** Namespaces may have been allowed when the data was made and be forbidden now: root hands the files over. */
async function handOver(folder: string, owner: UnixUser): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await handOver(path, owner);
    else if (entry.isFile()) await chown(path, owner.uid, owner.gid);
  }
  // The folder itself goes last: while it is still root's, a hand-over that was cut short starts again.
  await chown(folder, owner.uid, owner.gid);
}

async function ensureOwner(folder: string, owner: UnixUser | null): Promise<void> {
  if (owner !== null && (await stat(folder)).uid !== owner.uid) await handOver(folder, owner);
}

/** Listens from the first moment: a program that cannot be run says so at once, and to nobody a moment later. */
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

/** A session of its own keeps the terminal's Ctrl-C away; no pipe ties the server to the command that starts it. */
async function launch(binaries: string, paths: EmbeddedPaths, runAs: RunAs, port: number): Promise<Launched> {
  const size = (await stat(paths.log).catch(() => null))?.size ?? 0;
  const log = await open(paths.log, size > LOG_LIMIT_BYTES ? "w" : "a", 0o600);
  try {
    const logOffset = (await log.stat()).size;
    const command = runAs.wrap({
      file: join(binaries, "bin", "postgres"),
      args: toServerArguments(paths.data, port),
    });
    const child = spawn(command.file, command.args, {
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

/** Null once the server takes connections, else what it printed before it ended. */
async function waitUntilReady(launched: Launched, paths: EmbeddedPaths): Promise<string | null> {
  const deadline = Date.now() + START_PATIENCE_MS;
  while (Date.now() < deadline) {
    const end = launched.readEnd();
    if (end !== null) {
      const log = await readFile(paths.log);
      return `${log.subarray(launched.logOffset).toString("utf8")}${end}`;
    }
    const found = await findPostmaster(paths.data);
    if (found?.ready && found.pid === launched.pid) return null;
    await delay(POLL_MS);
  }
  throw new StoreUnavailable(
    `the embedded database has not started within ${START_PATIENCE_MS / 60_000} minutes: see ${paths.log}, then try again`,
  );
}

/**
 * Starts the server and waits until it takes connections, through the recovery after a crash if need be; returns
 * without waiting where one turns up that an earlier command had started. It outlives the process that starts it.
 * Call it under the lock.
 *
 * @throws StoreUnavailable with what it printed, where it does not start; UsageError where the port is taken
 */
export async function startServer(
  binaries: string,
  paths: EmbeddedPaths,
  { runAs, port: wanted }: StartOptions,
): Promise<void> {
  await ensureOwner(paths.data, runAs.owner);
  let printed = "";
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    // A command that was killed while it started a server leaves one that comes up by itself.
    if ((await findPostmaster(paths.data)) !== null) return;
    await clearRemains(paths.data);
    const port = await choosePort(paths.port, wanted);
    const trouble = await waitUntilReady(await launch(binaries, paths, runAs, port), paths);
    if (trouble === null) {
      await writeFile(paths.port, `${port}\n`, { mode: 0o600 });
      return;
    }
    printed = trouble;
    if (!PASSING_TROUBLE.test(printed)) break;
  }
  throw explainOutput("the embedded database does not start", printed, paths.root);
}
