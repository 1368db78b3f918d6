import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A link to Postgres that a test may cut. */
export interface PgProxy {
  /** As the server's own address, but through the proxy. */
  readonly url: string;
  /** Cuts every connection and refuses new ones until `restore`. */
  cut(): void;
  restore(): void;
  isCut(): boolean;
  /** Leads new connections to another port of this machine. */
  redirect(port: number): void;
  /**
   * Passes on the next so many COMMITs of a transaction in which this text was sent, and cuts the connection instead of
   * bringing back the answer.
   */
  loseCommits(text: string, times: number): void;
  /** COMMITs whose answers were lost so far. */
  lost(): number;
  close(): Promise<void>;
}

/** How a transaction ends, as text of a statement, alone or before another. */
const COMMIT = /commit[;\0]/;
const ROLLBACK = "rollback\0";
/** A statement that is prepared, with the name by which it is called from then on. */
const PREPARED = /([0-9a-f]{32})\0([^\0]{5,})\0/g;

/** What a client says, with the texts of the prepared statements that it calls by name. */
function makeReader(): (said: string) => string {
  const texts = new Map<string, string>();
  return (said) => {
    for (const [, name = "", text = ""] of said.matchAll(PREPARED)) texts.set(name, `${text}\0`);
    return said + [...texts].map(([name, text]) => (said.includes(name) ? text : "")).join("");
  };
}

/** Puts itself between a test and a Postgres. */
export async function startPgProxy(serverUrl: string): Promise<PgProxy> {
  const { hostname, port } = new URL(serverUrl);
  let targetPort = Number(port);
  const clients = new Set<Socket>();
  let isCut = false;
  let losing = { text: "", times: 0 };
  let lost = 0;
  const server = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = connect(targetPort, hostname);
    const read = makeReader();
    let said = "";
    let isLosing = false;
    const end = () => {
      clients.delete(client);
      client.destroy();
      upstream.destroy();
    };
    clients.add(client);
    for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
    client.on("data", (chunk) => {
      said += chunk.toString("latin1");
      const statements = read(said);
      const isOver = COMMIT.test(statements) || statements.includes(ROLLBACK);
      if (isOver) said = "";
      if (COMMIT.test(statements) && losing.times > 0 && statements.includes(losing.text)) {
        losing = { ...losing, times: losing.times - 1 };
        isLosing = true;
        lost += 1;
      }
      upstream.write(chunk);
    });
    // The answer is there once the server has committed; nobody gets to see it.
    upstream.on("data", (chunk) => (isLosing ? end() : client.write(chunk)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(serverUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut() {
      isCut = true;
      for (const client of clients) client.destroy();
    },
    restore() {
      isCut = false;
    },
    redirect(to) {
      targetPort = to;
    },
    loseCommits(text, times) {
      losing = { text, times };
    },
    isCut: () => isCut,
    lost: () => lost,
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
