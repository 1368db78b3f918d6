import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Certificate } from "./certificate.ts";

/** A server in the database's place that asks for passwords in clear. */
export interface FakePostgres {
  readonly port: number;
  /** Everything it was told, decrypted. */
  heard(): string;
  close(): Promise<void>;
}

/** AuthenticationCleartextPassword of Postgres's protocol. */
const PASSWORD_PLEASE = Buffer.from("520000000800000003", "hex");

/** @param certificate what it shows; null: it offers no TLS */
export async function startFakePostgres(certificate: Certificate | null): Promise<FakePostgres> {
  let heard = "";
  const sockets = new Set<Socket>();
  const listen = (socket: Socket) =>
    socket
      .on("error", () => {})
      .on("data", (chunk) => {
        heard += chunk.toString("latin1");
        socket.write(PASSWORD_PLEASE);
      });
  const server = createServer((socket) => {
    sockets.add(socket);
    // The first message of a client that wants TLS is the wish for it.
    socket.once("data", () => {
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
