import { Cluster, Redis } from "ioredis";
import type { RedisAddress } from "./redis-address.ts";

type RetryStrategy = (times: number) => number | null;

/** The options by which a process that adds jobs differs from one that takes them. */
export interface ClientOptions {
  readonly retryStrategy: RetryStrategy;
  readonly maxRetriesPerRequest: number | null;
  readonly enableReadyCheck: boolean;
  readonly enableOfflineQueue?: boolean;
  readonly lazyConnect?: boolean;
  readonly commandTimeout?: number;
}

/** Returns the options of a connection to one Redis, or to the master that Sentinels name. */
export function redisOptions(address: RedisAddress, options: ClientOptions) {
  const { isSentinel, isEncrypted, hosts, database, master } = address;
  const [first] = hosts;
  const tls = isEncrypted ? {} : null;
  const { sentinelUsername, sentinelPassword } = address;
  const where = isSentinel
    ? {
        sentinels: hosts.map(({ host, port }) => ({ host, port })),
        name: master,
        ...(sentinelUsername === null ? {} : { sentinelUsername }),
        ...(sentinelPassword === null ? {} : { sentinelPassword }),
        ...(tls === null ? {} : { enableTLSForSentinelMode: true, sentinelTLS: tls }),
        sentinelRetryStrategy: options.retryStrategy,
      }
    : { host: first?.host ?? "127.0.0.1", port: first?.port ?? 6379 };
  return { ...where, db: database, ...login(address), ...options };
}

/** Makes a client of a Cluster. It asks every host in turn for the other nodes. */
export function makeCluster(address: RedisAddress, options: ClientOptions): Cluster {
  const { retryStrategy, maxRetriesPerRequest, commandTimeout, ...ofCluster } = options;
  const ofNodes = { maxRetriesPerRequest, ...(commandTimeout === undefined ? {} : { commandTimeout }) };
  return new Cluster(
    address.hosts.map(({ host, port }) => ({ host, port })),
    {
      ...ofCluster,
      clusterRetryStrategy: retryStrategy,
      // A certificate names a host, not the address that it resolves to.
      dnsLookup: (host, callback) => callback(null, host),
      redisOptions: { ...login(address), ...ofNodes },
    },
  );
}

/** Makes a client of one Redis, or of the master that Sentinels name. */
export function makeRedis(address: RedisAddress, options: ClientOptions): Redis {
  return new Redis(redisOptions(address, options));
}

function login({ username, password, isEncrypted, family }: RedisAddress) {
  return {
    family,
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(isEncrypted ? { tls: {} } : {}),
  };
}
