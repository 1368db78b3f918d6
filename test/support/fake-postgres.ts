import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Certificate } from "./certificate.ts";

/** A server in the database's place that gets at passwords, or at statements. */
export interface FakePostgres {
  readonly port: number;
  /** Everything it was told, decrypted. */
  heard(): string;
  close(): Promise<void>;
}

/** What it answers to everything, in Postgres's protocol. */
const ANSWERS = {
  /** AuthenticationCleartextPassword. */
  clear: Buffer.from("520000000800000003", "hex"),
  /** AuthenticationMD5Password, with the salt "salt". */
  md5: Buffer.from("520000000c0000000573616c74", "hex"),
  /** AuthenticationOk and ReadyForQuery. */
  nothing: Buffer.from("5200000008000000005a0000000549", "hex"),
};

/**
 * @param certificate what it shows; null: it offers no TLS
 * @param asks for which proof it asks: the password itself, a hash of it, or nothing at all
 */
export async function startFakePostgres(
  certificate: Certificate | null,
  asks: keyof typeof ANSWERS = "clear",
): Promise<FakePostgres> {
  let heard = "";
  const sockets = new Set<Socket>();
  const listen = (socket: Socket) =>
    socket
      .on("error", () => {})
      .on("data", (chunk) => {
        heard += chunk.toString("latin1");
        socket.write(ANSWERS[asks]);
      });
  const server = createServer((socket) => {
    sockets.add(socket);
    // The first message of a client that wants TLS is a request for it, which has 8 bytes.
    socket.once("data", (first) => {
      if (first.length > 8) {
        listen(socket);
        socket.emit("data", first);
        return;
      }
      if (certificate === null) {
        listen(socket);
        socket.write("N");
        return;
      }
      listen(new TLSSocket(socket, { isServer: true, ...certificate }));
      socket.write("S");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    heard: () => heard,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
