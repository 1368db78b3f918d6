import "./require-scram.ts";
import { Redis } from "ioredis";
import { StoreUnavailable, UsageError } from "../values/errors.ts";
import { QUEUE_SCHEMA } from "./queue-schema.ts";

interface PostgresBackend {
  readonly kind: "postgres";
  readonly url: string;
  /** Whether to create and migrate the queue's tables, which only their owner can; default true. */
  readonly migrate?: boolean;
  /** The role that owns the tables, if it is not the user of the address. */
  readonly role?: string | null;
}

/** The server of the queue: Postgres, in a schema of its own, or Redis. */
export type QueueBackend = PostgresBackend | { readonly kind: "redis"; readonly url: string };

/** The time limit of everything but waiting for a job, in milliseconds. */
export const TIMEOUT_MS = 5_000;
/** The pause between attempts to reach a server that is away, in milliseconds. */
export const RETRY_MS = 1_000;

/** The connection for adding and taking jobs. */
export function postgresConnection({ url: address, migrate = true, role = null }: PostgresBackend) {
  const url = new URL(address);
  // In the address they would replace the options with which BullMQ finds its schema.
  const given = url.searchParams.get("options");
  url.searchParams.delete("options");
  // The server splits options at white space.
  const asRole = role === null ? null : `-c role=${role.replace(/[\\\s]/g, "\\$&")}`;
  const options = [given, asRole].filter((option) => option !== null).join(" ");
  return {
    connectionString: url.href,
    ...(options === "" ? {} : { options }),
    schema: QUEUE_SCHEMA,
    migrate,
    application_name: "sourcing queue",
    connectionTimeoutMillis: TIMEOUT_MS,
  };
}

/** The connection for adding jobs: while Redis is away it fails at once and queues no command. */
export function redisForProducer(url: string, isClosing: () => boolean) {
  return {
    ...redisConnection(url, isClosing),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: TIMEOUT_MS,
  };
}

/** The connection for taking jobs, which waits for Redis to come back. BullMQ requires null. */
export function redisForWorker(url: string, isClosing: () => boolean) {
  return { ...redisConnection(url, isClosing), maxRetriesPerRequest: null };
}

/** A connection that is being closed does not reconnect. */
function redisConnection(url: string, isClosing: () => boolean) {
  const retryStrategy = (times: number) => (isClosing() ? null : Math.min(times * 100, RETRY_MS));
  return { url, retryStrategy };
}

/** A Redis that evicts keys when memory is short would lose jobs. @throws UsageError, StoreUnavailable */
export async function assertNoEviction(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on("error", () => {});
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info("memory"))?.[1];
    if (policy !== undefined && policy !== "noeviction") {
      throw new UsageError(
        `Redis has maxmemory-policy ${policy}, which loses jobs: set maxmemory-policy noeviction`,
      );
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new StoreUnavailable("Redis cannot be reached: check REDIS_URL and that the server runs");
  } finally {
    redis.disconnect();
  }
}
