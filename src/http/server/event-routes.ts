import type { ServerResponse } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { PLAIN_HEADERS } from "../security/security-headers.ts";
import { type ConsoleServer, sessionOf } from "./console-server.ts";
import type { AnyPage } from "./define-page.ts";
import { HttpError } from "./http-error.ts";
import type { LiveHub, LiveTopic } from "./live-hub.ts";
import { paramsOf, requireSession } from "./page-routes.ts";

/** A line that says nothing keeps connections open, and tells when a browser has gone, in milliseconds. */
const PULSE_MS = 15_000;
/** A browser that does not read what it is sent is cut off, and connects again. */
const MOST_UNREAD = 4_000_000;
const MOST_STREAMS = 300;

/** A stream of events (server-sent events) for each page with live parts, at the path of the page and `/events`. */
export function addEventRoutes(app: FastifyInstance, server: ConsoleServer, hub: LiveHub): void {
  const open = new Set<ServerResponse>();
  for (const page of server.pages) {
    const { liveEveryMs } = page;
    if (liveEveryMs === null) continue;
    app.get(`${page.path === "/" ? "" : page.path}/events`, async (request, reply) => {
      const session = requireSession(server, request, page.scope);
      if (session === null) throw new HttpError(401, "not_signed_in", "sign in first");
      if (open.size >= MOST_STREAMS)
        throw new HttpError(503, "too_many_streams", "too many pages are looked at live: close some");
      const topic = topicOf(server, { page, everyMs: liveEveryMs, request });
      // What is not there is told as an error, not as a stream of nothing.
      await topic.read();
      reply.hijack();
      stream(
        reply.raw,
        open,
        hub.join.bind(hub, request.url, topic),
        () => sessionOf(server, request) !== null,
      );
    });
  }
  app.addHook("preClose", async () => {
    hub.close();
    for (const response of open) response.end();
  });
}

interface Watched {
  readonly page: AnyPage;
  readonly everyMs: number;
  readonly request: FastifyRequest;
}

/** Live parts are the same for every session, so they are read with the rights to read alone. */
function topicOf(server: ConsoleServer, { page, everyMs, request }: Watched): LiveTopic {
  const { context } = server;
  const identity = { actor: "live", scopes: new Set(["read"] as const) };
  const params = paramsOf(request);
  return {
    everyMs,
    async read() {
      const opened = await page.open({ context, identity }, params);
      return opened.live(context.app.config.limitsTimeZone) ?? { parts: {}, isOver: true };
    },
  };
}

function stream(
  response: ServerResponse,
  open: Set<ServerResponse>,
  join: (listener: (changed: Readonly<Record<string, string>>) => void) => () => void,
  isSignedIn: () => boolean,
): void {
  open.add(response);
  response.writeHead(200, {
    ...PLAIN_HEADERS,
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  response.write("retry: 2000\n\n");
  const leave = join((changed) => {
    if (response.writableLength > MOST_UNREAD) return response.destroy();
    if (Object.keys(changed).length > 0) response.write(`event: parts\ndata: ${JSON.stringify(changed)}\n\n`);
    else response.end("event: over\ndata: {}\n\n");
  });
  const pulse = setInterval(() => {
    if (isSignedIn()) response.write(": still here\n\n");
    else response.end("event: signed-out\ndata: {}\n\n");
  }, PULSE_MS);
  response.once("close", () => {
    clearInterval(pulse);
    leave();
    open.delete(response);
  });
}
