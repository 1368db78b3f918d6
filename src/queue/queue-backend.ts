import "./require-scram.ts";
import type { ConnectionOptions, PostgresConnectionOptions } from "bullmq";
import type { RedisAccess } from "./inspect-redis.ts";
import { QUEUE_SCHEMA } from "./queue-schema.ts";
import { type ClientOptions, makeCluster, redisOptions } from "./redis-client.ts";

export interface PostgresBackend {
  readonly kind: "postgres";
  readonly url: string;
  /** The schema of the queue, see `queueSchemaOf`; default: that of a store in `public`. */
  readonly schema?: string;
  /** Whether to create and migrate the queue's tables, which only their owner can; default true. */
  readonly migrate?: boolean;
  /** The role that owns the tables, if it is not the user of the address. */
  readonly role?: string | null;
}

interface RedisBackend {
  readonly kind: "redis";
  /** An address in the form of REDIS_URL. */
  readonly url: string;
}

/** The server of the queue: Postgres, in a schema of its own, or Redis. */
export type QueueBackend = PostgresBackend | RedisBackend;

/** A connection to Redis as BullMQ takes it. */
interface RedisConnection {
  readonly where: {
    readonly connection: ConnectionOptions;
    readonly prefix: string;
    readonly skipVersionCheck: boolean;
  };
  /** Closes what BullMQ leaves open, because it did not open it. */
  readonly end: () => void;
}

/** The time limit of everything but waiting for a job, in milliseconds. */
export const TIMEOUT_MS = 5_000;
/** The pause between attempts to reach a server that is away, in milliseconds. */
export const RETRY_MS = 1_000;

/** How all keys of the queue begin. */
const PREFIX = "bull";
/** In a Cluster a script may use keys of one slot only: what stands in braces decides which. */
const CLUSTER_PREFIX = "{sourcing}";

/** The connection for adding jobs: while Redis is away it fails at once and queues no command. */
export function connectForAdding(backend: RedisAccess, isClosing: () => boolean): RedisConnection {
  return connectRedis(backend, {
    ...commonOptions(backend, isClosing),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: TIMEOUT_MS,
  });
}

/** The connection for taking jobs, which waits for Redis to come back. BullMQ requires null. */
export function connectForTaking(backend: RedisAccess, isClosing: () => boolean): RedisConnection {
  return connectRedis(backend, { ...commonOptions(backend, isClosing), maxRetriesPerRequest: null });
}

/** A connection that is being closed does not reconnect. INFO is not asked for where it is forbidden. */
function commonOptions({ canReadVersion }: RedisAccess, isClosing: () => boolean) {
  const retryStrategy = (times: number) => (isClosing() ? null : Math.min(times * 100, RETRY_MS));
  return { retryStrategy, enableReadyCheck: canReadVersion };
}

function connectRedis(access: RedisAccess, options: ClientOptions): RedisConnection {
  const { address, isCluster, canReadVersion } = access;
  const skipVersionCheck = !canReadVersion;
  if (!isCluster) {
    const connection = redisOptions(address, options);
    return { where: { connection, prefix: PREFIX, skipVersionCheck }, end: () => {} };
  }
  const cluster = makeCluster(address, options);
  // BullMQ reports its errors.
  cluster.on("error", () => {});
  const where = { connection: cluster, prefix: CLUSTER_PREFIX, skipVersionCheck };
  return { where, end: () => cluster.disconnect() };
}

/** The connection for adding and taking jobs. A statement takes a millisecond, so that one connection is enough. */
export function postgresConnection({
  url: address,
  schema = QUEUE_SCHEMA,
  migrate = true,
  role = null,
}: PostgresBackend): PostgresConnectionOptions {
  const url = new URL(address);
  // In the address they would replace the options with which BullMQ finds its schema.
  const given = url.searchParams.get("options");
  url.searchParams.delete("options");
  // The schema of the store is not that of the queue.
  url.searchParams.delete("schema");
  // The server splits options at white space.
  const asRole = role === null ? null : `-c role=${role.replace(/[\\\s]/g, "\\$&")}`;
  const options = [given, asRole].filter((option) => option !== null).join(" ");
  return {
    connectionString: url.href,
    ...(options === "" ? {} : { options }),
    schema,
    migrate,
    application_name: "sourcing queue",
    connectionTimeoutMillis: TIMEOUT_MS,
    // A connection through which no answer comes is replaced: a frozen server, or a route that is lost without a word.
    query_timeout: TIMEOUT_MS,
    keepAlive: true,
    // It is kept: where connections are scarce, another program would take its place.
    max: 1,
    idleTimeoutMillis: 0,
  };
}
