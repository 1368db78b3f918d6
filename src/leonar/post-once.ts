import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { pipeline, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** The head of an answer, and its body as a stream. */
export interface Reply {
  readonly status: number;
  /** The unparsed header. */
  readonly retryAfter: string | null;
  /** The unparsed header. */
  readonly server: string | null;
  /** Decompressed. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Returns the body as it came, once it was read to its end, if it came as gzip; else null. */
  packedBody(): Uint8Array | null;
}

/**
 * Sends JSON over a new connection and reads the head of the answer. Sends nothing twice and follows no redirect.
 * @param onSent is called when the operating system has taken the whole request
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
  // Errors after the head are thrown by the body.
  request.on("error", () => {});
  request.once("finish", onSent);
  request.end(body);
  const [response]: IncomingMessage[] = await once(request, "response");
  if (response === undefined) throw new TypeError("a response without a response");
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers["retry-after"] ?? null,
    server: String(response.headers.server ?? "") || null,
    ...bodyOf(response),
  };
}

const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
]);

/** A body in an unknown encoding stays as it is. */
function bodyOf(response: IncomingMessage): Pick<Reply, "body" | "packedBody"> {
  const encoding = response.headers["content-encoding"]?.toLowerCase() ?? "";
  const decoder = DECODERS.get(encoding)?.();
  if (decoder === undefined) return { body: response, packedBody: () => null };
  const chunks: Uint8Array[] = [];
  const isGzip = encoding.endsWith("gzip");
  if (isGzip) response.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  // The pipeline ends both streams together; the reader of the body gets the error.
  const body = pipeline(response, decoder, () => {});
  return { body, packedBody: () => (isGzip ? Buffer.concat(chunks) : null) };
}
