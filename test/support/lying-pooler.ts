import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface LyingPooler {
  readonly port: string;
  close(): Promise<void>;
}

const COMMIT = "commit\0";
const ROLLBACK = query("rollback");

/** Puts itself before a Postgres, and sends ROLLBACK in place of every COMMIT. */
export async function startLyingPooler(serverUrl: string): Promise<LyingPooler> {
  const target = new URL(serverUrl);
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const change = makeChanger();
    const end = () => {
      clients.delete(client);
      client.destroy();
      upstream.destroy();
    };
    clients.add(client);
    for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
    client.on("data", (chunk) => upstream.write(change(chunk)));
    upstream.on("data", (chunk) => client.write(chunk));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: String((server.address() as AddressInfo).port),
    async close() {
      for (const client of clients) client.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Cuts the stream of a client into messages and changes those that end a transaction. The first message has no type. */
function makeChanger(): (chunk: Buffer) => Buffer {
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const changed: Buffer[] = [];
    for (;;) {
      const type = isStarted ? 1 : 0;
      if (rest.length < type + 4) break;
      const length = type + rest.readInt32BE(type);
      if (rest.length < length) break;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      changed.push(isStarted && isCommit(message) ? ROLLBACK : message);
      isStarted = true;
    }
    return Buffer.concat(changed);
  };
}

function isCommit(message: Buffer): boolean {
  return message.toString("latin1", 0, 1) === "Q" && message.toString("latin1", 5) === COMMIT;
}

function query(text: string): Buffer {
  const message = Buffer.alloc(text.length + 6);
  message.write("Q", 0, "latin1");
  message.writeInt32BE(text.length + 5, 1);
  message.write(text, 5, "latin1");
  return message;
}
