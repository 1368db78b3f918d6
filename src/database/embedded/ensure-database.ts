import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Client } from "pg";
import { StoreUnavailable, UsageError } from "../../values/errors.ts";
import { hasCode } from "./explain-failure.ts";
import { EMBEDDED_USER } from "./initialise-cluster.ts";

/** `not_yet`: the server is starting or stopping; `missing`: it answers, but has no such database. */
export type Answer = "ok" | "missing" | "not_yet";

/** The password is proof that the server on this port is ours. */
export interface Login {
  readonly port: number;
  readonly password: string;
}

const CONNECT_TIMEOUT_MS = 10_000;
const MAINTENANCE_DATABASE = "postgres";
const STARTING_OR_STOPPING = ["57P03", "57P01", "57P02", "ECONNREFUSED", "ECONNRESET", "EPIPE"];

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
  // A connection that breaks between two statements says so here; the next statement fails by itself.
  client.on("error", () => {});
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Knocks at the server by logging in.
 *
 * @throws UsageError where the password is not the server's; StoreUnavailable where it answers in no known way.
 */
export async function knock(login: Login, database: string): Promise<Answer> {
  try {
    await withClient(login, database, async () => {});
    return "ok";
  } catch (error) {
    if (hasCode(error, "3D000")) return "missing";
    if (hasCode(error, ...STARTING_OR_STOPPING)) return "not_yet";
    if (hasCode(error, "28P01", "28000")) {
      throw new UsageError(
        "the embedded database refuses the password under SOURCING_HOME/secrets: " +
          "put the right postgres-password file back, or set DATABASE_URL",
      );
    }
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new StoreUnavailable(
      `the embedded database does not answer${code}: end other commands and try again`,
    );
  }
}

/** Creates the database; one that another command made meanwhile will do. */
export async function createDatabase(login: Login, database: string): Promise<void> {
  await withClient(login, MAINTENANCE_DATABASE, async (client) => {
    try {
      await drizzle({ client }).execute(sql`create database ${sql.identifier(database)}`);
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      if (hasCode(cause, "42P04")) return;
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
      throw new StoreUnavailable(`the database ${database} could not be created (${code}): try again`);
    }
  });
}
