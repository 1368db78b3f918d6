import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { addAbortSignal } from "node:stream";
import { connect as connectSecurely } from "node:tls";
import { openTunnel } from "./proxy.ts";

/** How the API is reached. */
export interface Route {
  readonly url: URL;
  /** A forward proxy; null: none. */
  readonly proxy: URL | null;
  /** Certificate authorities as PEM; null: those of Node. */
  readonly authorities: readonly string[] | null;
}

/** The time limit for connecting, in milliseconds. It is short because a failure here means that nothing was sent. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens a connection for one request. A connection that is kept alive could be closed by the server while the request is sent,
 * which would leave a call in suspense. When this resolves, nothing has been sent and the certificate was accepted.
 * @param signal ends the connection, also after this has resolved
 * @throws ProxyFailure; errors of the system and of TLS
 */
export async function openConnection(route: Route, signal: AbortSignal): Promise<Socket> {
  const { url, proxy } = route;
  const isEncrypted = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (isEncrypted ? 443 : 80));
  const tunnel =
    proxy === null ? null : await openTunnel({ proxy, host, port, signal, timeoutMs: CONNECT_TIMEOUT_MS });
  const place = tunnel === null ? { host, port, noDelay: true } : { socket: tunnel };
  const name = isIP(host) === 0 ? { servername: host } : {};
  const ca = route.authorities === null ? {} : { ca: [...route.authorities] };
  const socket = isEncrypted
    ? connectSecurely({ ...place, ...name, ...ca, host })
    : (tunnel ?? connect({ host, port, noDelay: true }));
  addAbortSignal(signal, socket);
  // The pending operation rejects by itself; an "error" event without a listener would end the process.
  socket.on("error", () => {});
  socket.setTimeout(CONNECT_TIMEOUT_MS, () => socket.destroy(new ConnectTimeout()));
  if (isEncrypted || tunnel === null) await once(socket, isEncrypted ? "secureConnect" : "connect");
  return socket.setTimeout(0);
}

class ConnectTimeout extends Error {
  readonly code = "CONNECT_TIMEOUT";
}
