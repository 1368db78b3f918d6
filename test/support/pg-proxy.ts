import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A link to Postgres that a test may cut. */
export interface PgProxy {
  /** As the server's own address, but through the proxy. */
  readonly url: string;
  /** Cuts every connection and refuses new ones until `restore`. */
  cut(): void;
  restore(): void;
  /**
   * Passes on the next so many COMMITs of a transaction in which this text was sent, and cuts the connection instead of
   * bringing back the answer.
   */
  loseCommits(text: string, times: number): void;
  /** COMMITs whose answers were lost so far. */
  lost(): number;
  close(): Promise<void>;
}

/** "commit" as node-postgres sends it: a simple query. */
const COMMIT = "commit\0";
const BEGIN = "begin; set local ";

/** Puts itself between a test and a Postgres. */
export async function startPgProxy(serverUrl: string): Promise<PgProxy> {
  const target = new URL(serverUrl);
  const clients = new Set<Socket>();
  let isCut = false;
  let losing = { text: "", times: 0 };
  let lost = 0;
  const server = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
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
      const text = chunk.toString("latin1");
      said = text.includes(BEGIN) ? text : said + text;
      if (text.includes(COMMIT) && losing.times > 0 && said.includes(losing.text)) {
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
    loseCommits(text, times) {
      losing = { text, times };
    },
    lost: () => lost,
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
