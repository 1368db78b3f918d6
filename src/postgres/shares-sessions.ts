import pg from "pg";
import { toStoreError } from "./sql-errors.ts";

/** A pooler gives the session that became free last to the next who asks; others at work may come in between. */
const TRIES = 5;

/**
 * Whether each transaction at this address may get another session, as behind a pooler in transaction mode. Where a
 * session is needed, such an address does harm without a word: LISTEN is forgotten, a lock stays with strangers.
 * @throws StoreUnavailable, StoreRefused
 */
export async function sharesSessions(url: string): Promise<boolean> {
  const first = makeClient(url);
  const second = makeClient(url);
  try {
    await first.connect();
    const told = "processID" in first ? first.processID : null;
    // Poolers tell a number of their own: where it is the server's, there is none.
    if ((await sessionOf(first)) === told) return false;
    await second.connect();
    return await takesSessionOf(first, second);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await Promise.all([first, second].map((client) => client.end().catch(() => {})));
  }
}

async function takesSessionOf(first: pg.Client, second: pg.Client): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const session = await sessionOf(first);
    await second.query("begin");
    if ((await sessionOf(second)) === session || (await sessionOf(first)) !== session) return true;
    await second.query("commit");
  }
  return false;
}

function makeClient(url: string): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    application_name: "sourcing",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {});
  return client;
}

async function sessionOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid;
}
