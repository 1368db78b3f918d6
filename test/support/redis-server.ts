import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

export interface RedisServer {
  readonly url: string;
  /** Kills the server; all that it held is gone, but what was dumped. */
  kill(): Promise<void>;
  /** Freezes the server (SIGSTOP), or wakes it (SIGCONT). */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** Starts it again where it was: empty, or as it was when it was dumped. */
  start(): Promise<void>;
  /** Sends it a command such as FLUSHALL, or SAVE, which dumps what it holds. */
  command(name: string, ...args: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Whether this machine has a redis-server to run tests on; `.ci/run` installs one. */
export const HAS_REDIS = spawnSync("redis-server", ["--version"]).status === 0;

/** Starts a Redis of its own on a free port, gone without a trace once closed. */
export async function startRedis(...settings: readonly string[]): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-redis-"));
  const port = await freePort();
  const basics = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  const run = () => launchRedis([...basics, ...settings]);
  let child = await run();
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  const url = `redis://127.0.0.1:${port}`;
  return {
    url,
    kill,
    signal: (name) => void child.kill(name),
    async start() {
      child = await run();
    },
    async command(name, ...args) {
      const redis = new Redis(url);
      await redis.call(name, ...args);
      redis.disconnect();
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function launchRedis(
  settings: readonly string[],
  ready = "Ready to accept connections",
): Promise<ChildProcess> {
  const child = spawn("redis-server", settings, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const text of child.stdout.setEncoding("utf8")) {
    if (String(text).includes(ready)) break;
  }
  child.stdout.resume();
  return child;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
