import type { Cluster, Redis } from "ioredis";
import { UsageError } from "../values/errors.ts";
import { parseRedisAddress, type RedisAddress } from "./redis-address.ts";
import { type ClientOptions, makeCluster, makeRedis } from "./redis-client.ts";
import { toRedisError } from "./redis-error.ts";

/** What a Redis is, and what it lets this user know about it. */
export interface RedisAccess {
  readonly address: RedisAddress;
  /** Whether it is a Redis Cluster. */
  readonly isCluster: boolean;
  /** Whether INFO is allowed, from which BullMQ reads the version. */
  readonly canReadVersion: boolean;
}

/** The first word of the answer to a command that the user's ACL forbids. */
const FORBIDDEN = /^NOPERM\b/;

/** It asks once. INFO, by which the driver would look whether the server is ready, may be forbidden. */
const PROBE: ClientOptions = {
  lazyConnect: true,
  maxRetriesPerRequest: 1,
  retryStrategy: () => null,
  enableReadyCheck: false,
};

/**
 * Looks whether a Redis can hold the queue: one that evicts keys when memory is short would lose jobs. What the ACL of the user
 * forbids to ask is taken to be right.
 * @throws UsageError, StoreUnavailable
 */
export async function inspectRedis(url: string): Promise<RedisAccess> {
  const address = parseRedisAddress(url);
  const { isCluster, canReadVersion } = await inspectOneOf(address);
  if (!isCluster && !address.isSentinel && address.hosts.length > 1)
    throw new UsageError(
      "REDIS_URL names several hosts that are no Redis Cluster: name one, or the Sentinels that know the master as redis+sentinel://host,host/MASTER",
    );
  if (isCluster && address.database !== 0)
    throw new UsageError("REDIS_URL names a database, and a Redis Cluster has none but 0: leave it out");
  if (isCluster) await inspectMasters(address);
  return { address, isCluster, canReadVersion };
}

type Inspected = Pick<RedisAccess, "isCluster" | "canReadVersion">;

/** Inspects the first host that answers; the others of a Cluster are found by it. Sentinels are asked by the driver, in turn. */
async function inspectOneOf(address: RedisAddress): Promise<Inspected> {
  if (address.isSentinel) return inspectServer(address, address);
  const problems: unknown[] = [];
  for (const host of address.hosts) {
    try {
      return await inspectServer({ ...address, hosts: [host], database: 0 }, address);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      problems.push(error);
    }
  }
  throw problems[0];
}

async function inspectServer(server: RedisAddress, address: RedisAddress): Promise<Inspected> {
  const redis = makeRedis(server, PROBE);
  let failure: unknown = null;
  redis.on("error", (error) => {
    failure = error;
  });
  try {
    await redis.connect();
    const info = await askIfAllowed(() => redis.info());
    const isCluster = readKind(await askKind(redis), info);
    if (!isCluster) await refuseEviction(redis, info);
    return { isCluster, canReadVersion: info !== null };
  } catch (error) {
    throw toRedisError(address, failure ?? error, error);
  } finally {
    redis.disconnect();
  }
}

/** Looks at each master of a Cluster, since keys move between them. One that is away is passed over: the Cluster replaces it. */
async function inspectMasters(address: RedisAddress): Promise<void> {
  const cluster: Cluster = makeCluster(address, PROBE);
  let failure: unknown = null;
  cluster.on("error", (error) => {
    failure = error;
  });
  try {
    await cluster.connect();
    for (const master of cluster.nodes("master")) {
      const info = await askIfAllowed(() => master.info()).catch(() => null);
      await refuseEviction(master, info);
    }
  } catch (error) {
    throw toRedisError(address, failure ?? error, error);
  } finally {
    cluster.disconnect();
  }
}

/** @throws UsageError */
async function refuseEviction(redis: Redis, info: string | null): Promise<void> {
  const policy = readLine(info, "maxmemory_policy") ?? (await askPolicy(redis));
  if (policy === null || policy === "noeviction") return;
  throw new UsageError(
    `Redis has maxmemory-policy ${policy}, which loses jobs: set maxmemory-policy noeviction`,
  );
}

async function askIfAllowed<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && FORBIDDEN.test(error.message)) return null;
    throw error;
  }
}

function readLine(info: string | null, name: string): string | null {
  return new RegExp(`^${name}:(\\S+)`, "m").exec(info ?? "")?.[1] ?? null;
}

/** Asks by CONFIG, which some users may send though INFO is forbidden. */
async function askPolicy(redis: Redis): Promise<string | null> {
  const answer = await askIfAllowed(() => redis.config("GET", "maxmemory-policy"));
  const policy = Array.isArray(answer) ? answer[1] : null;
  return typeof policy === "string" ? policy : null;
}

/** Asks by HELLO, which every user may send who can log in. A Redis before 6 does not know it, and has no ACLs. */
async function askKind(redis: Redis): Promise<{ mode?: string | undefined; role?: string | undefined }> {
  const answer = await redis.call("HELLO").catch(() => null);
  const words = Array.isArray(answer) ? answer.map(String) : [];
  const wordAfter = (name: string) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  return { mode: wordAfter("mode"), role: wordAfter("role") };
}

/** Returns whether the server is a node of a Cluster. @throws UsageError if it can hold no jobs */
function readKind(asked: Awaited<ReturnType<typeof askKind>>, info: string | null): boolean {
  const mode = asked.mode ?? readLine(info, "redis_mode");
  const role = asked.role ?? readLine(info, "role");
  if (mode === "cluster") return true;
  if (mode === "sentinel")
    throw new UsageError(
      "REDIS_URL leads to a Redis Sentinel, which holds no jobs: write redis+sentinel://host:26379/MASTER with the name under which it knows the master",
    );
  if (role === "slave" || role === "replica")
    throw new UsageError("REDIS_URL leads to a replica, which takes no jobs: name the master");
  return false;
}
