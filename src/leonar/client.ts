import type { Socket } from "node:net";
import { type SearchPage, tellsPrice } from "../people/search-page.ts";
import { KeyMissing, MaybeCharged, TryLater } from "../values/errors.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { toHttpError } from "./http-errors.ts";
import { openConnection, postOnce, type Reply } from "./post-once.ts";
import type { ProfileSearch, SearchAnswer, SearchRequest } from "./profile-search.ts";
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
}

type Settings = Required<Omit<LeonarClientOptions, "baseUrl">> & { readonly url: URL };

const SEARCH_PATH = "/sourcing/advanced/profiles/search";
const MEBIBYTE = 1024 * 1024;

/** One request for one page and what became of it. */
interface Attempt {
  readonly settings: Settings;
  readonly request: SearchRequest;
  readonly deadline: Deadline;
}

/** What of an answer's body could be had; the head alone is worth something too. */
type Received =
  | { readonly body: Uint8Array }
  | { readonly body: null; readonly failure: TryLater | MaybeCharged };

async function receive(attempt: Attempt, reply: Reply): Promise<Received> {
  const { maxBodyBytes } = attempt.settings;
  try {
    const body = await readBody(reply.body, maxBodyBytes);
    if (body !== null) return { body };
    return { body, failure: new MaybeCharged(`the answer is larger than ${maxBodyBytes} bytes`) };
  } catch (error) {
    return { body: null, failure: explain(attempt, error, true) };
  }
}

function explain({ deadline, settings }: Attempt, error: unknown, isSent: boolean): TryLater | MaybeCharged {
  return toTransportError({ error, isSent, gaveUp: deadline.gaveUp, timeoutMs: settings.timeoutMs });
}

async function exchange(attempt: Attempt, socket: Socket, onSent: () => void): Promise<SearchAnswer> {
  const { settings, request } = attempt;
  const json = JSON.stringify({ ...request.search, page: request.page });
  const headers = { authorization: `Bearer ${settings.apiKey}` };
  const reply = await postOnce(socket, settings.url, headers, json, onSent).catch((error: unknown) => {
    throw explain(attempt, error, true);
  });
  const received = await receive(attempt, reply);
  const answer = received.body === null ? null : decodeObject(received.body);
  const { status, retryAfter } = reply;
  const refusal = toHttpError({ status, retryAfter, json: answer }, settings.apiKey);
  if (refusal !== null) throw refusal;
  if (received.body === null) throw received.failure;
  const page = answer === null ? null : toPage(answer);
  if (page === null || !tellsPrice(page)) throw notUnderstood(page, received.body);
  return { body: received.body, page };
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
    const socket = await openConnection(settings.url, deadline.signal).catch((error: unknown) => {
      throw explain(attempt, error, false);
    });
    return await exchange(attempt, socket, onSent).finally(() => socket.destroy());
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
  const { apiKey, baseUrl, timeoutMs, maxBodyBytes = 64 * MEBIBYTE } = options;
  const settings: Settings = { apiKey, url: new URL(`${baseUrl}${SEARCH_PATH}`), timeoutMs, maxBodyBytes };
  return {
    search: (request, stop, onSent = () => {}) => search(settings, request, stop, onSent),
    readPage,
  };
}
