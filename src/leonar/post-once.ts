import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { addAbortSignal, pipeline, type Transform } from "node:stream";
import { connect as connectSecurely } from "node:tls";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** What an answer's head says, and its body as it comes. */
export interface Reply {
  readonly status: number;
  /** The header as it came. */
  readonly retryAfter: string | null;
  /** Decompressed. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** How long a connection may take to come about, in milliseconds; that nothing was sent is worth knowing early. */
const CONNECT_MS = 10_000;

/**
 * Opens a connection for one request: a kept one that the server closes just as we send would make a call ambiguous for
 * nothing. Until this resolves nothing has been sent, and its certificate is known to be good.
 * @param signal ends the connection, then and later
 */
export async function openConnection(url: URL, signal: AbortSignal): Promise<Socket> {
  const isSecret = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const place = { host, port: Number(url.port || (isSecret ? 443 : 80)), noDelay: true };
  const socket = isSecret ? connectSecurely(place) : connect(place);
  addAbortSignal(signal, socket);
  // Whoever waits for something hears of an error; without a listener it would end the process where nobody does.
  socket.on("error", () => {});
  socket.setTimeout(CONNECT_MS, () => socket.destroy(new ConnectTimeout()));
  await once(socket, isSecret ? "secureConnect" : "connect");
  return socket.setTimeout(0);
}

class ConnectTimeout extends Error {
  readonly code = "CONNECT_TIMEOUT";
}

/**
 * Sends JSON over a fresh connection, and reads the head of what comes back. Sends nothing twice, follows no redirect.
 * @param onSent hears that all of it was handed to the system
 */
export async function postOnce(
  socket: Socket,
  url: URL,
  headers: Readonly<Record<string, string>>,
  json: string,
  onSent: () => void,
): Promise<Reply> {
  const body = Buffer.from(json);
  const request = httpRequest({
    method: "POST",
    path: url.pathname,
    headers: {
      ...headers,
      host: url.host,
      "content-type": "application/json",
      "content-length": body.byteLength,
      accept: "application/json",
      "accept-encoding": "gzip",
    },
    createConnection: () => socket,
  });
  // What goes wrong after the head is told by the body.
  request.on("error", () => {});
  request.once("finish", onSent);
  request.end(body);
  const [response]: IncomingMessage[] = await once(request, "response");
  if (response === undefined) throw new TypeError("a response without a response");
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers["retry-after"] ?? null,
    body: decompress(response),
  };
}

const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
]);

/** What is compressed in a way nobody asked for is left as it is. */
function decompress(response: IncomingMessage): AsyncIterable<Uint8Array> {
  const decoder = DECODERS.get(response.headers["content-encoding"]?.toLowerCase() ?? "")?.();
  // Whatever ends the one ends the other; who reads the body hears of it.
  return decoder === undefined ? response : pipeline(response, decoder, () => {});
}
