import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, launchRedis, type RedisServer } from "./redis-server.ts";

/** Starts a Sentinel that watches a master under the name `main`. @param master the address of the master; none: nothing is there */
export async function startSentinel(
  master = "redis://127.0.0.1:1",
): Promise<Pick<RedisServer, "url" | "close">> {
  const folder = await mkdtemp(join(tmpdir(), "sourcing-sentinel-"));
  const port = await freePort();
  const configuration = join(folder, "sentinel.conf");
  const { hostname, port: masterPort } = new URL(master);
  const lines = [
    `port ${port}`,
    "bind 127.0.0.1",
    `dir ${folder}`,
    `sentinel monitor main ${hostname} ${masterPort} 1`,
    "sentinel down-after-milliseconds main 500",
    "sentinel failover-timeout main 3000",
  ];
  await writeFile(configuration, `${lines.join("\n")}\n`);
  const child = await launchRedis([configuration, "--sentinel"], "+monitor");
  return {
    url: `redis://127.0.0.1:${port}`,
    async close() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
