import { Redis } from "ioredis";
import { StoreUnavailable, UsageError } from "../values/errors.ts";
import { QUEUE_SCHEMA } from "./queue-schema.ts";

interface PostgresBackend {
  readonly kind: "postgres";
  readonly url: string;
  /** Whether its tables are made and brought up to date, which only their owner can; true unless told. */
  readonly migrate?: boolean;
  /** The role that owns them, where it is not the user of the address. */
  readonly role?: string | null;
}

/** Where jobs wait: in a schema of its own in Postgres, or in Redis. */
export type QueueBackend = PostgresBackend | { readonly kind: "redis"; readonly url: string };

/** How long anything but waiting for a job may take, in milliseconds. */
export const TIMEOUT_MS = 5_000;
/** How often a server that is away is looked for, in milliseconds. */
export const RETRY_MS = 1_000;

/** To put jobs in and take them out. */
export function postgresConnection({ url: address, migrate = true, role = null }: PostgresBackend) {
  const url = new URL(address);
  // Within the address they would replace those by which BullMQ finds its schema.
  const given = url.searchParams.get("options");
  url.searchParams.delete("options");
  // The server splits options at blanks.
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

/** To put jobs in: while Redis is away this fails at once, and remembers nothing for later. */
export function redisForProducer(url: string, isClosing: () => boolean) {
  return {
    ...redisConnection(url, isClosing),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: TIMEOUT_MS,
  };
}

/** To take jobs out, which waits for ever for Redis to come back: BullMQ requires null. */
export function redisForWorker(url: string, isClosing: () => boolean) {
  return { ...redisConnection(url, isClosing), maxRetriesPerRequest: null };
}

/** What is being closed looks for Redis no longer. */
function redisConnection(url: string, isClosing: () => boolean) {
  const retryStrategy = (times: number) => (isClosing() ? null : Math.min(times * 100, RETRY_MS));
  return { url, retryStrategy };
}

/** A Redis that may drop keys when memory is short would drop jobs. @throws UsageError, StoreUnavailable */
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
