import { spawnSync } from "node:child_process";
import { Redis } from "ioredis";
import { vi } from "vitest";
import { freePort, type RedisServer, startRedis } from "./redis-server.ts";

export interface RedisCluster {
  /** The address of the first node. */
  readonly url: string;
  /** The address of all nodes, in one text. */
  readonly allUrls: string;
  readonly nodes: readonly RedisServer[];
  /** The node that is the master of the slot of this key. */
  masterOf(key: string): Promise<RedisServer>;
  close(): Promise<void>;
}

/** Starts a Redis Cluster of real processes. @param settings of each node */
export async function startRedisCluster(
  size: { readonly masters: number; readonly replicas?: number },
  ...settings: readonly string[]
): Promise<RedisCluster> {
  const { masters, replicas = 0 } = size;
  const nodes: RedisServer[] = [];
  for (let count = masters * (replicas + 1); count > 0; count -= 1) nodes.push(await startNode(settings));
  const hosts = nodes.map(({ url }) => new URL(url).host);
  const create = ["--cluster", "create", ...hosts, "--cluster-replicas", String(replicas), "--cluster-yes"];
  const { status, stdout, stderr } = spawnSync("redis-cli", create, { encoding: "utf8" });
  if (status !== 0) throw new Error(`no cluster: ${stdout}${stderr}`);
  await Promise.all(nodes.map(({ url }) => becomesWhole(url, nodes.length)));
  return {
    url: `redis://${hosts[0]}`,
    allUrls: `redis://${hosts.join(",")}`,
    nodes,
    masterOf: (key) => findMaster(nodes, key),
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
}

/** The port of the bus is chosen too: by default it is 10000 above the other, which can be taken or none. */
async function startNode(settings: readonly string[]): Promise<RedisServer> {
  const own = ["--cluster-enabled", "yes", "--cluster-port", String(await freePort())];
  return startRedis(...own, "--cluster-node-timeout", "3000", ...settings);
}

async function becomesWhole(url: string, size: number): Promise<void> {
  const redis = new Redis(url);
  await vi.waitUntil(
    async () => {
      const state = String(await redis.call("CLUSTER", "INFO"));
      return state.includes("cluster_state:ok") && state.includes(`cluster_known_nodes:${size}`);
    },
    { timeout: 60_000 },
  );
  redis.disconnect();
}

async function findMaster(nodes: readonly RedisServer[], key: string): Promise<RedisServer> {
  for (const node of nodes) {
    const redis = new Redis(node.url, { lazyConnect: true, retryStrategy: () => null });
    const answer = await redis.exists(key).then(
      () => node,
      () => null,
    );
    redis.disconnect();
    if (answer !== null) return answer;
  }
  throw new Error(`no node holds ${key}`);
}
