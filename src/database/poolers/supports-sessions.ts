import "../../queue/require-scram.ts";
import pg from "pg";
import { toStoreError } from "../sql-errors.ts";

/** A search_path used as a probe; the schema need not exist. A pooler that forwards it also forwards the queue's options. */
const PROBE_SEARCH_PATH = "sourcing_queue";
/** The SQLSTATE with which poolers refuse a setting that they do not forward. */
const PROTOCOL_VIOLATION = "08P01";
/** A pooler reuses the session that became free last, unless another client takes it first. */
const MAX_TRIES = 5;

/**
 * Whether a connection to this address keeps one session of the server, with the settings it asked for. A pooler in transaction mode
 * does not, and others may be configured so. LISTEN and session locks then fail silently.
 * @throws StoreUnavailable, StoreRefused
 */
export async function supportsSessions(url: string): Promise<boolean> {
  const first = makeClient(url);
  const second = makeClient(url);
  try {
    await first.connect();
    const { pid, path } = await sessionOf(first);
    if (path !== PROBE_SEARCH_PATH) return false;
    // A pooler reports a process number of its own, so if it is that of the server, there is no pooler.
    if ("processID" in first && pid === first.processID) return true;
    await second.connect();
    return !(await sharesSession(first, second));
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === PROTOCOL_VIOLATION) return false;
    throw toStoreError(error);
  } finally {
    await Promise.all([first, second].map((client) => client.end().catch(() => {})));
  }
}

async function sharesSession(first: pg.Client, second: pg.Client): Promise<boolean> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const { pid } = await sessionOf(first);
    await second.query("begin");
    if ((await sessionOf(second)).pid === pid || (await sessionOf(first)).pid !== pid) return true;
    await second.query("commit");
  }
  return false;
}

function makeClient(address: string): pg.Client {
  const url = new URL(address);
  const options = url.searchParams.get("options") ?? "";
  url.searchParams.set("options", `${options} -c search_path=${PROBE_SEARCH_PATH}`);
  const client = new pg.Client({
    connectionString: url.href,
    application_name: "sourcing",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {});
  return client;
}

async function sessionOf(client: pg.Client): Promise<{ pid?: number; path?: string }> {
  const { rows } = await client.query<{ pid: number; path: string }>(
    "select pg_backend_pid() as pid, current_setting('search_path') as path",
  );
  return rows[0] ?? {};
}
