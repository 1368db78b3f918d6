import pg from "pg";
import { toStoreError } from "./sql-errors.ts";

/** Of a schema that need not be there: whoever passes it on passes on what the queue asks for. */
const PROBE_SEARCH_PATH = "sourcing_queue";
/** Protocol violation: what poolers say to a setting that they do not pass on. */
const PROTOCOL_VIOLATION = "08P01";
/** A pooler gives the session that became free last to the next who asks; others at work may come in between. */
const MAX_TRIES = 5;

/**
 * Whether this address leads to sessions with the settings that we ask for, and ours as long as we are connected. Poolers
 * in transaction mode give none, nor do others unless told to, and harm comes of it without a word: LISTEN is forgotten.
 * @throws StoreUnavailable, StoreRefused
 */
export async function supportsSessions(url: string): Promise<boolean> {
  const first = makeClient(url);
  const second = makeClient(url);
  try {
    await first.connect();
    const { pid, path } = await sessionOf(first);
    if (path !== PROBE_SEARCH_PATH) return false;
    // Poolers tell a number of their own: where it is the server's, there is none.
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
