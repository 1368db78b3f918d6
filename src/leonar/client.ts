import type { Socket } from "node:net";
import { type SearchPage, tellsPrice } from "../people/search-page.ts";
import { ErrorAnswer, KeyMissing, MaybeCharged, type NotConnected, TryLater } from "../values/errors.ts";
import { packBytes } from "../values/packed-bytes.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { gatewayOf } from "./gateway.ts";
import { toErrorAnswer, toHttpError } from "./http-errors.ts";
import { openConnection, type Route } from "./open-connection.ts";
import { postOnce, type Reply } from "./post-once.ts";
import type { ProfileSearch, SearchAnswer, SearchRequest } from "./profile-search.ts";
import { readBody } from "./read-body.ts";
import { readPage, toPage } from "./read-page.ts";
import { toTransportError } from "./transport-errors.ts";
import { decodeObject } from "./wire.ts";

export interface LeonarClientOptions {
  readonly apiKey: string;
  /** As `checkBaseUrl` returns it. */
  readonly baseUrl: string;
  /** Milliseconds for one whole attempt, including the body. */
  readonly timeoutMs: number;
  /** The maximum size of a body, in bytes after decompression; default 64 MiB. */
  readonly maxBodyBytes?: number;
  /** The address of a forward proxy; null, the default: none. */
  readonly proxyUrl?: string | null;
  /** Certificate authorities as PEM; null, the default: those of Node. */
  readonly authorities?: readonly string[] | null;
}

type Settings = Required<Pick<LeonarClientOptions, "apiKey" | "timeoutMs" | "maxBodyBytes">> & Route;

const SEARCH_PATH = "/sourcing/advanced/profiles/search";
const MEBIBYTE = 1024 * 1024;

/** One request for one page. */
interface Attempt {
  readonly settings: Settings;
  readonly request: SearchRequest;
  readonly deadline: Deadline;
}

/** The body of an answer, or why it is missing: an answer with only a head still has a status. */
type BodyResult =
  | { readonly body: Uint8Array }
  | { readonly body: null; readonly failure: NotConnected | TryLater | MaybeCharged };

async function readReply(attempt: Attempt, reply: Reply): Promise<BodyResult> {
  const { maxBodyBytes } = attempt.settings;
  try {
    const body = await readBody(reply.body, maxBodyBytes);
    if (body !== null) return { body };
    return { body, failure: new MaybeCharged(`the answer is larger than ${maxBodyBytes} bytes`) };
  } catch (error) {
    return { body: null, failure: toError(attempt, error, true) };
  }
}

function toError(
  { deadline, settings }: Attempt,
  error: unknown,
  isSent: boolean,
): NotConnected | TryLater | MaybeCharged {
  const { url, timeoutMs } = settings;
  const target = `${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`;
  return toTransportError({ error, isSent, abortCause: deadline.abortCause, timeoutMs, target });
}

async function exchange(attempt: Attempt, socket: Socket, onSent: () => void): Promise<SearchAnswer> {
  const { settings, request } = attempt;
  const json = JSON.stringify({ ...request.search, page: request.page });
  const headers = { authorization: `Bearer ${settings.apiKey}` };
  const reply = await postOnce(socket, settings.url, headers, json, onSent).catch((error: unknown) => {
    throw toError(attempt, error, true);
  });
  const result = await readReply(attempt, reply);
  const packing = result.body === null ? null : pack(reply.packedBody(), result.body);
  const answer = result.body === null ? null : decodeObject(result.body);
  const { status, retryAfter, server } = reply;
  const head = { status, retryAfter, json: answer, gateway: gatewayOf(server, result.body) };
  const refusal = toHttpError(head, settings.apiKey);
  const { body } = result;
  const errorAnswer = body === null ? null : toErrorAnswer(head, settings.apiKey, body);
  if (refusal instanceof ErrorAnswer && errorAnswer !== null) throw errorAnswer;
  if (refusal !== null) throw refusal;
  if (body === null) throw result.failure;
  const page = answer === null ? null : toPage(answer, body);
  if (page === null || !tellsPrice(page)) throw errorAnswer ?? notUnderstood(page, body);
  const packed = await packing;
  return { body, page, ...(packed === null ? {} : { packed }) };
}

/** Begins to compress a body that did not come compressed, on another thread, while it is read. */
function pack(packedBody: Uint8Array | null, body: Uint8Array): Promise<Uint8Array> {
  const packing = packedBody === null ? packBytes(body) : Promise.resolve(packedBody);
  // An answer that is not a page is compressed by whoever keeps it.
  packing.catch(() => {});
  return packing;
}

/** The request was sent and may have been charged; only the bytes can tell a person what the answer meant. */
function notUnderstood(page: SearchPage | null, body: Uint8Array): MaybeCharged {
  const found = page === null ? "the answer is no JSON object" : (page.broken ?? "it has no profiles");
  const problem = page === null ? found : `the answer names no price, and ${found}`;
  return new MaybeCharged(problem, body.byteLength === 0 ? null : body);
}

async function search(
  settings: Settings,
  request: SearchRequest,
  stop: AbortSignal | undefined,
  onSent: () => void,
): Promise<SearchAnswer> {
  if (stop?.aborted === true) throw new TryLater("stopped before anything was sent", null);
  const deadline = startDeadline(settings.timeoutMs, stop);
  const attempt = { settings, request, deadline };
  try {
    const socket = await openConnection(settings, deadline.signal).catch((error: unknown) => {
      throw toError(attempt, error, false);
    });
    return await exchange(attempt, socket, onSent).finally(() => socket.destroy());
  } finally {
    deadline.close();
  }
}

/**
 * Makes the client of the only paid endpoint, as its reference page describes it. The client never sends a request twice and never
 * follows a redirect. No error contains the key, and only RequestRejected and ErrorAnswer contain text of the server.
 * @throws KeyMissing if the key is empty or not allowed in a header
 */
export function makeLeonarClient(options: LeonarClientOptions): ProfileSearch {
  if (!/^[\x21-\x7e]+$/.test(options.apiKey)) {
    throw new KeyMissing(
      "LEONAR_API_KEY is empty, or has spaces or characters that no key has: copy it again",
    );
  }
  const { apiKey, baseUrl, timeoutMs, maxBodyBytes = 64 * MEBIBYTE } = options;
  const { proxyUrl = null, authorities = null } = options;
  const proxy = proxyUrl === null ? null : new URL(proxyUrl);
  const url = new URL(`${baseUrl}${SEARCH_PATH}`);
  const settings: Settings = { apiKey, url, timeoutMs, maxBodyBytes, proxy, authorities };
  return {
    search: (request, stop, onSent = () => {}) => search(settings, request, stop, onSent),
    readPage,
  };
}
