import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answersAt, type HostRule, kindOfHost } from "./host-rule.ts";
import { keepFacts } from "./request-facts.ts";
import { PLAIN_HEADERS } from "./security-headers.ts";

export interface FrontDoor extends HostRule {
  /** The own name is that of CONSOLE_URL, which others reach too. */
  readonly isPublic: boolean;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** How long a client may take to send its headers, and its whole request, in milliseconds. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 120_000;

/**
 * Makes the HTTP server. Before anything is routed it refuses requests under names that are not the console's, reads too: a page
 * whose own name resolves to this machine would otherwise be of our origin.
 * @param door is asked at each request, because the port is known only once the server listens
 */
export function openFrontDoor(door: () => FrontDoor, handler: Handler): Server {
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: 10_000 },
    (request, response) => {
      const refusal = admit(request, door());
      if (refusal === null) return handler(request, response);
      refuse(response, refusal);
    },
  );
  server.maxConnections = 1_000;
  server.maxHeadersCount = 100;
  return server;
}

interface Refusal {
  readonly status: number;
  readonly text: string;
}

function admit(request: IncomingMessage, door: FrontDoor): Refusal | null {
  const target = request.url ?? "";
  if (!/^\/(?!\/)/.test(target))
    return { status: 400, text: "the target of a request begins with one slash" };
  const hosts = request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
  if (hosts.length !== 1) return { status: 400, text: "a request names one host" };
  const [, path = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(target) ?? [];
  const host = kindOfHost(request.headers.host, door);
  if (!answersAt(host, path, door.isPublic))
    return host === "own"
      ? { status: 404, text: "not here" }
      : {
          status: 421,
          text: "this console answers under its own address, which is on the terminal that started it",
        };
  const isPage = !path.startsWith("/api/") && !path.startsWith("/assets/");
  const wantsJson = isPage && path.endsWith(".json");
  if (wantsJson) request.url = pageOf(path) + rest;
  keepFacts(request, { host, wantsJson });
  return null;
}

/** The path of the page whose twin this is. */
function pageOf(path: string): string {
  return path === "/tonight.json" ? "/" : path.slice(0, -".json".length);
}

function refuse(response: ServerResponse, { status, text }: Refusal): void {
  response.writeHead(status, {
    ...PLAIN_HEADERS,
    "content-security-policy": "default-src 'none'",
    "cache-control": "no-store",
    "content-type": "text/plain; charset=utf-8",
    connection: "close",
  });
  response.end(`${text}\n`);
}
