import "../../queue/require-scram.ts";
import { Client, escapeIdentifier } from "pg";
import { errorCode, hasErrorCode } from "../../values/error-code.ts";
import { SourcingError, StoreUnavailable, UsageError } from "../../values/errors.ts";
import { EMBEDDED_USER } from "./initialise-cluster.ts";

/** `not_yet`: the server is starting or stopping; `missing`: it answers, but has no such database. */
export type ConnectionState = "ok" | "missing" | "not_yet";

/** That the server accepts the password proves that it is ours. */
export interface Login {
  readonly port: number;
  readonly password: string;
}

const CONNECT_TIMEOUT_MS = 10_000;
const STARTING_OR_STOPPING = ["57P03", "57P01", "57P02", "ECONNREFUSED", "ECONNRESET", "EPIPE"];
const NO_SUCH_DATABASE = "3D000";
const DATABASE_EXISTS = "42P04";
const WRONG_PASSWORD = ["28P01", "28000"];

/**
 * Logs in to a database and out again.
 * @throws UsageError if the server refuses the password; StoreUnavailable for any other unknown answer
 */
export async function checkConnection(login: Login, database: string): Promise<ConnectionState> {
  try {
    await withClient(login, database, async () => {});
    return "ok";
  } catch (error) {
    if (hasErrorCode(error, NO_SUCH_DATABASE)) return "missing";
    if (hasErrorCode(error, ...STARTING_OR_STOPPING)) return "not_yet";
    if (hasErrorCode(error, ...WRONG_PASSWORD)) {
      throw new UsageError(
        "the embedded database refuses the password under SOURCING_HOME/secrets: " +
          "put the right postgres-password file back, or set DATABASE_URL",
      );
    }
    if (error instanceof SourcingError) throw error;
    const code = errorCode(error);
    throw new StoreUnavailable(
      `the embedded database does not answer${code === null ? "" : ` (${code})`}: end other commands and try again`,
    );
  }
}

/** Creates the database, unless another command has just done so. @throws StoreUnavailable */
export async function createDatabase(login: Login, database: string): Promise<void> {
  await withClient(login, "postgres", async (client) => {
    try {
      await client.query(`create database ${escapeIdentifier(database)}`);
    } catch (error) {
      if (hasErrorCode(error, DATABASE_EXISTS)) return;
      throw new StoreUnavailable(
        `the database ${database} could not be created (${errorCode(error) ?? "unknown"}): try again`,
      );
    }
  });
}

async function withClient(
  login: Login,
  database: string,
  work: (client: Client) => Promise<unknown>,
): Promise<void> {
  const client = new Client({
    ...login,
    host: "127.0.0.1",
    user: EMBEDDED_USER,
    database,
    ssl: false,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // An "error" event without a listener ends the process; the next statement fails by itself.
  client.on("error", () => {});
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
