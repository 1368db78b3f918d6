import pg from "pg";
import { hasErrorCode } from "../../values/error-code.ts";

/** The SQLSTATEs of a server, a role or a database that allows no more connections. */
const TOO_MANY_CONNECTIONS = "53300";
/** How long the pool keeps to fewer connections before it tries to make more, in milliseconds. */
const CONTENT_MS = 30_000;

interface FittingPoolOptions extends pg.PoolConfig {
  readonly max: number;
  /** Is told each other number of connections to which the pool keeps. */
  readonly onFewer?: ((allowed: number) => void) | undefined;
}
type Callback = Parameters<pg.Pool["connect"]>[0];

/**
 * A pool that fits itself to the connections that the server has free: where it gets no more, its users wait for those that it
 * holds. Only a pool that holds none fails with the error of the server.
 */
export class FittingPool extends pg.Pool {
  readonly #wanted: number;
  readonly #onFewer: (allowed: number) => void;
  #retryAt = 0;
  #told = 0;

  constructor({ onFewer = () => {}, ...options }: FittingPoolOptions) {
    super(options);
    this.#wanted = options.max;
    this.#onFewer = onFewer;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    const client = this.#acquire();
    if (callback === undefined) return client;
    client.then(
      (acquired) => callback(undefined, acquired, (broken) => acquired.release(broken)),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }

  async #acquire(): Promise<pg.PoolClient> {
    if (this.options.max < this.#wanted && performance.now() > this.#retryAt) this.options.max = this.#wanted;
    for (;;) {
      try {
        return await super.connect();
      } catch (error) {
        if (!hasErrorCode(error, TOO_MANY_CONNECTIONS) || this.totalCount === 0) throw error;
        this.options.max = this.totalCount;
        this.#retryAt = performance.now() + CONTENT_MS;
        if (this.#told !== this.totalCount) this.#onFewer(this.totalCount);
        this.#told = this.totalCount;
      }
    }
  }
}
