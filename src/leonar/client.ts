import type { ProfileSearch, SearchAnswer, SearchRequest } from "../app/ports.ts";
import { KeyMissing, MaybeCharged, TryLater } from "../domain/errors.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { toHttpError } from "./http-errors.ts";
import { readBody } from "./read-body.ts";
import { readPage, toPage } from "./read-page.ts";
import { toTransportError } from "./transport-errors.ts";
import { decodeObject } from "./wire.ts";

export interface LeonarClientOptions {
  readonly apiKey: string;
  /** As `checkBaseUrl` gives it. */
  readonly baseUrl: string;
  /** Milliseconds for one attempt as a whole, its body included. */
  readonly timeoutMs: number;
  /** Largest body that is read, in bytes after decompression; default 64 MiB. */
  readonly maxBodyBytes?: number;
  /** Default: Node's own. */
  readonly fetch?: typeof globalThis.fetch;
}

type Settings = Required<LeonarClientOptions>;

const SEARCH_PATH = "/sourcing/advanced/profiles/search";
const MEBIBYTE = 1024 * 1024;

/** One request for one page and what became of it. */
interface Attempt {
  readonly settings: Settings;
  readonly request: SearchRequest;
  readonly deadline: Deadline;
  /** Whether fetch has asked for the request's body, and so may have sent it. */
  bodyTaken: boolean;
}

/** Hands out the body at the moment at which it can be sent, and notes it. */
async function* takeBody(attempt: Attempt, body: Uint8Array): AsyncGenerator<Uint8Array> {
  attempt.bodyTaken = true;
  yield body;
}

function send(attempt: Attempt): Promise<Response> {
  const { settings, request, deadline } = attempt;
  const body = Buffer.from(JSON.stringify({ ...request.search, page: request.page }));
  return settings.fetch(`${settings.baseUrl}${SEARCH_PATH}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${settings.apiKey}`,
      "content-type": "application/json",
      "content-length": String(body.byteLength),
      accept: "application/json",
      // A kept connection that the server closes just as we send would make a call ambiguous for nothing.
      connection: "close",
    },
    // A stream, because fetch sends a body that it holds whole a second time after a 421.
    body: takeBody(attempt, body),
    duplex: "half",
    redirect: "error",
    signal: deadline.signal,
  });
}

/** What of an answer's body could be had; the head alone is worth something too. */
type Received =
  | { readonly body: Uint8Array }
  | { readonly body: null; readonly failure: TryLater | MaybeCharged };

async function receive(attempt: Attempt, response: Response): Promise<Received> {
  const { maxBodyBytes } = attempt.settings;
  try {
    const body = await readBody(response.body, maxBodyBytes);
    if (body !== null) return { body };
    return { body, failure: new MaybeCharged(`the answer is larger than ${maxBodyBytes} bytes`) };
  } catch (error) {
    return { body: null, failure: explain(attempt, error, true) };
  }
}

function explain(attempt: Attempt, error: unknown, bodyTaken: boolean): TryLater | MaybeCharged {
  const { gaveUp } = attempt.deadline;
  return toTransportError({ error, bodyTaken, gaveUp, timeoutMs: attempt.settings.timeoutMs });
}

async function exchange(attempt: Attempt): Promise<SearchAnswer> {
  const response = await send(attempt).catch((error: unknown) => {
    throw explain(attempt, error, attempt.bodyTaken);
  });
  const received = await receive(attempt, response);
  const json = received.body === null ? null : decodeObject(received.body);
  const retryAfter = response.headers.get("retry-after");
  const refusal = toHttpError({ status: response.status, retryAfter, json }, attempt.settings.apiKey);
  if (refusal !== null) throw refusal;
  if (received.body === null) throw received.failure;
  if (json === null) throw new MaybeCharged("the answer is no JSON object");
  return { body: received.body, page: toPage(json) };
}

async function search(settings: Settings, request: SearchRequest, stop?: AbortSignal): Promise<SearchAnswer> {
  if (stop?.aborted === true) throw new TryLater("stopped before anything was sent", null);
  const deadline = startDeadline(settings.timeoutMs, stop);
  try {
    return await exchange({ settings, request, deadline, bodyTaken: false });
  } finally {
    deadline.close();
  }
}

/**
 * Makes the client of the one paid endpoint, as its reference page describes it. It never sends a request twice and
 * never follows a redirect. No error holds the key, and only RequestRejected holds words of the server.
 * @throws KeyMissing where the key is empty or cannot stand in a header
 */
export function makeLeonarClient(options: LeonarClientOptions): ProfileSearch {
  if (!/^[\x21-\x7e]+$/.test(options.apiKey)) {
    throw new KeyMissing(
      "LEONAR_API_KEY is empty, or holds spaces or letters that no key has: copy it again",
    );
  }
  const settings: Settings = {
    ...options,
    maxBodyBytes: options.maxBodyBytes ?? 64 * MEBIBYTE,
    fetch: options.fetch ?? globalThis.fetch,
  };
  return { search: (request, stop) => search(settings, request, stop), readPage };
}
