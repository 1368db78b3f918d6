import {
  type BackendFactory,
  PostgresConnection,
  type PostgresConnectionOptions,
  PostgresQueueBackend,
} from "bullmq";
import pg from "pg";
import { errorCode } from "../values/error-code.ts";
import { StoreUnavailable } from "../values/errors.ts";
import { type PostgresBackend, postgresConnection, TIMEOUT_MS } from "./queue-backend.ts";

/** How many connections the queue in Postgres holds in a process: one for statements and one that listens. */
export const QUEUE_CONNECTIONS = 2;
const TOO_MANY_CONNECTIONS = "53300";

/** The connection that all queues and workers of a process use. */
interface SharedConnection {
  readonly makeBackend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions>;
  close(): Promise<void>;
}

/** The server of a queue in Postgres. */
export interface PostgresServer {
  readonly kind: "postgres";
  readonly url: string;
  /** Returns the connection, which is made at the first call; one that could not be made is tried again. @throws StoreUnavailable */
  open(): Promise<SharedConnection>;
  close(): Promise<void>;
}

export function shareConnection(options: PostgresBackend): PostgresServer {
  let opening: Promise<SharedConnection> | undefined;
  return {
    kind: "postgres",
    url: options.url,
    open() {
      opening ??= openSharedConnection(options).catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}

/**
 * BullMQ would open a pool for each queue, and a pool and a listener for each worker. Both connections are made at once and kept,
 * because a worker that cannot listen takes no jobs.
 * @throws StoreUnavailable if the server does not answer in time, or has no free connection
 */
async function openSharedConnection(options: PostgresBackend): Promise<SharedConnection> {
  const connection = new PostgresConnection(postgresConnection(options));
  const backends = new Set<SharedBackend>();
  connection.on("error", () => {});
  connection.on("listenerinvalidated", () => {
    for (const backend of backends) backend.listenAgain();
  });
  try {
    await inTime(connection.waitUntilReady().then(() => connection.getListenClient()));
  } catch (error) {
    connection.close().catch(() => {});
    throw explain(error);
  }
  return {
    makeBackend: (name, backendOptions) => new SharedBackend(connection, name, backendOptions, backends),
    // A server that does not answer cannot be told.
    close: () => inTime(connection.close()).catch(() => {}),
  };
}

/** How long a worker waits at most for the server to announce a job before it looks by itself, in seconds. */
const LONGEST_WAIT_S = 10;

type BackendOptions = ConstructorParameters<typeof PostgresQueueBackend>[2];

/** A backend that leaves the connection open for the others. BullMQ's own would not notice that the listener was replaced. */
class SharedBackend extends PostgresQueueBackend {
  readonly #connection: PostgresConnection;
  readonly #backends: Set<SharedBackend>;

  constructor(
    connection: PostgresConnection,
    name: string,
    options: BackendOptions,
    backends: Set<SharedBackend>,
  ) {
    super(connection, name, options, false);
    this.#connection = connection;
    this.#backends = backends;
    backends.add(this);
  }

  /** A connection that was lost without a word announces no jobs. */
  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  /** A listener that does not answer is replaced: every worker of the process would wait for it. */
  override async waitForJob(...args: Parameters<PostgresQueueBackend["waitForJob"]>) {
    const listener = await this.#connection.getListenClient();
    try {
      return await super.waitForJob(...args);
    } catch (error) {
      if (listener instanceof pg.Client) listener.emit("error", error);
      throw error;
    }
  }

  /** Ends a wait on the listener that is gone, so that the worker waits on the new one. */
  listenAgain(): void {
    super
      .disconnectBlocking()
      .then(() => (this.#backends.has(this) ? super.reconnectBlocking() : undefined))
      .catch(() => {});
  }

  /** A worker calls this when it ends. */
  override async disconnectBlocking(wait?: boolean): Promise<void> {
    this.#backends.delete(this);
    await super.disconnectBlocking(wait);
  }

  override async reconnectBlocking(): Promise<void> {
    this.#backends.add(this);
    await super.reconnectBlocking();
  }
}

async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable("the queue does not answer")), TIMEOUT_MS);
  });
  // A failure after the timeout has nobody to hear of it.
  work.catch(() => {});
  await Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/** The message of the driver can contain data, so it is dropped. */
function explain(error: unknown): unknown {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof StoreUnavailable)
    return error;
  if (errorCode(error) !== TOO_MANY_CONNECTIONS) return new StoreUnavailable("the queue does not answer");
  return new StoreUnavailable(
    `the queue needs ${QUEUE_CONNECTIONS} connections to the database (53300), and all that it allows are in use: ` +
      "end programs that hold some, raise max_connections, or set REDIS_URL, then try again",
  );
}
