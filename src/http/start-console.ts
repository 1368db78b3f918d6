import cookie from "@fastify/cookie";
import fastify, { type FastifyInstance } from "fastify";
import type { Html } from "./html/html.ts";
import { ACTIONS, PAGES } from "./routes.ts";
import { cookieRules } from "./security/cookies.ts";
import { openFrontDoor } from "./security/front-door.ts";
import { setHeaders } from "./security/nonce.ts";
import { makeRateLimit } from "./security/rate-limit.ts";
import type { Identity } from "./security/scope.ts";
import { PLAIN_HEADERS } from "./security/security-headers.ts";
import { makeSessions } from "./security/sessions.ts";
import { addActionRoutes } from "./server/action-routes.ts";
import { loadAssets } from "./server/assets.ts";
import type { ConsoleContext } from "./server/console-context.ts";
import type { ConsoleServer } from "./server/console-server.ts";
import { sendFailure } from "./server/error-answer.ts";
import { addEventRoutes } from "./server/event-routes.ts";
import { readFormBody } from "./server/form-body.ts";
import { notFound } from "./server/http-error.ts";
import { makeLiveHub } from "./server/live-hub.ts";
import { addPageRoutes } from "./server/page-routes.ts";
import { addSessionRoutes } from "./server/session-routes.ts";

export interface ConsoleOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Host name of the pages on this machine; not used where `publicUrl` is set. */
  readonly localName: string;
  /** The address at which others reach the pages, as CONSOLE_URL says; null: this machine alone. */
  readonly publicUrl: string | null;
  readonly context: ConsoleContext;
  /** Returns who a token signs in; null: it is none. */
  identify(token: string): Promise<Identity | null>;
  /** The sentence at the top of every page. */
  standing(): Promise<Html>;
  /** Is told of errors that are no fault of a request. */
  onError(error: Error): void;
}

export interface RunningConsole {
  /** The address of the pages, without a slash at its end. */
  readonly origin: string;
  readonly port: number;
  /** Takes no more requests, ends the streams and waits for requests at work. */
  close(): Promise<void>;
}

/** The largest form but for uploads, which name their own limit, in bytes. */
const MOST_FORM_BYTES = 1_000_000;
const MINUTE_MS = 60_000;

/** Serves the pages of the console. @throws UsageError where they were not built; Error where the port is taken */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { publicUrl, localName, host } = options;
  let port = options.port;
  const origin = () => publicUrl ?? `http://${localName}:${port}`;
  const server = await makeServer(options, origin);
  const door = () => ({ own: new URL(origin()).host, port, isPublic: publicUrl !== null });
  const app = fastify({
    serverFactory: (handler) => openFrontDoor(door, handler),
    bodyLimit: MOST_FORM_BYTES,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 500 },
  });
  await addRoutes(app, server);
  await app.listen({ port, host });
  const address = app.server.address();
  port = typeof address === "object" && address !== null ? address.port : port;
  return { origin: origin(), port, close: () => app.close() };
}

async function makeServer(
  { context, publicUrl, identify, standing, onError }: ConsoleOptions,
  origin: () => string,
): Promise<ConsoleServer> {
  const now = () => performance.now();
  return {
    context,
    pages: PAGES,
    actions: ACTIONS,
    assets: await loadAssets(),
    sessions: makeSessions(now),
    cookies: cookieRules(publicUrl?.startsWith("https:") === true),
    limits: {
      signIn: makeRateLimit(20, MINUTE_MS, now),
      requests: makeRateLimit(600, MINUTE_MS / 6, now),
      writes: makeRateLimit(120, MINUTE_MS, now),
    },
    origin,
    identify,
    standing,
    onError,
  };
}

async function addRoutes(app: FastifyInstance, server: ConsoleServer): Promise<void> {
  await app.register(cookie);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    async (_: unknown, body: string) => readFormBody(body),
  );
  app.addHook("onRequest", async (_, reply) => setHeaders(reply));
  app.setErrorHandler((error, request, reply) => sendFailure(server, request, reply, error));
  app.setNotFoundHandler((request, reply) => sendFailure(server, request, reply, notFound("such page")));
  app.get<{ Params: { version: string; name: string } }>("/assets/:version/:name", async (request, reply) => {
    const asset = server.assets.find(request.params.name);
    if (asset === null) throw notFound("such file");
    reply.headers(PLAIN_HEADERS).header("cache-control", "public, max-age=31536000, immutable");
    return reply.type(asset.type).send(asset.bytes);
  });
  addSessionRoutes(app, server);
  addPageRoutes(app, server);
  addEventRoutes(app, server, makeLiveHub(server.onError));
  addActionRoutes(app, server);
}
