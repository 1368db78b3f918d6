import "./require-scram.ts";
import { QUEUE_SCHEMA } from "./queue-schema.ts";

interface PostgresBackend {
  readonly kind: "postgres";
  readonly url: string;
  /** Whether to create and migrate the queue's tables, which only their owner can; default true. */
  readonly migrate?: boolean;
  /** The role that owns the tables, if it is not the user of the address. */
  readonly role?: string | null;
}

interface RedisBackend {
  readonly kind: "redis";
  readonly url: string;
  /** Whether the user may read the version of the server; default true. */
  readonly canReadVersion?: boolean;
}

/** The server of the queue: Postgres, in a schema of its own, or Redis. */
export type QueueBackend = PostgresBackend | RedisBackend;

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
export function redisForProducer(backend: RedisBackend, isClosing: () => boolean) {
  return {
    ...redisConnection(backend, isClosing),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: TIMEOUT_MS,
  };
}

/** The connection for taking jobs, which waits for Redis to come back. BullMQ requires null. */
export function redisForWorker(backend: RedisBackend, isClosing: () => boolean) {
  return { ...redisConnection(backend, isClosing), maxRetriesPerRequest: null };
}

/** A connection that is being closed does not reconnect. INFO is not asked for where it is forbidden. */
function redisConnection({ url, canReadVersion = true }: RedisBackend, isClosing: () => boolean) {
  const retryStrategy = (times: number) => (isClosing() ? null : Math.min(times * 100, RETRY_MS));
  return { url, retryStrategy, enableReadyCheck: canReadVersion, skipVersionCheck: !canReadVersion };
}
