import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { layout } from "../html/layout.ts";
import { nonceOf } from "../security/nonce.ts";
import { isForeignRead } from "../security/origin-rule.ts";
import { factsOf } from "../security/request-facts.ts";
import type { Scope } from "../security/scope.ts";
import type { Session } from "../security/sessions.ts";
import { type ConsoleServer, sendHtml, sessionOf, themeOf } from "./console-server.ts";
import type { OpenedPage, View } from "./define-page.ts";
import { HttpError } from "./http-error.ts";
import { sendSignIn } from "./session-routes.ts";

/** A route for each page and its twin. */
export function addPageRoutes(app: FastifyInstance, server: ConsoleServer): void {
  for (const page of server.pages)
    app.get(page.path, async (request, reply) => {
      const session = requireSession(server, request, page.scope);
      if (session === null) return sendSignIn(server, request, reply);
      const visit = { context: server.context, identity: session.identity };
      const opened = await page.open(visit, paramsOf(request));
      if (factsOf(request.raw).wantsJson)
        return reply.type("application/json; charset=utf-8").send(JSON.stringify(opened.data));
      return sendPage(server, { request, reply, session, path: page.path }, opened);
    });
}

interface Opening {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
  /** Path of the page or action, which tells the place in the navigation. */
  readonly path: string;
}

/** Sends a page with everything that stands around it. */
export async function sendPage(
  server: ConsoleServer,
  { request, reply, session, path: here }: Opening,
  opened: Pick<OpenedPage, "show">,
): Promise<void> {
  const { assets, context } = server;
  const nonce = nonceOf(reply);
  const view: View = {
    formToken: session.formToken,
    newOnceKey: () => session.once.issue(),
    timeZone: context.app.config.limitsTimeZone,
    scopes: session.identity.scopes,
    assetPath: assets.pathOf,
    nonce,
  };
  const { title, body, scripts = [], events } = opened.show(view);
  const room = here.split("/")[1] ?? "";
  const { scopes } = session.identity;
  const nav = server.pages.flatMap(({ nav: label, path, scope }) =>
    label === null || !scopes.has(scope)
      ? []
      : [{ path, label, isHere: (path.split("/")[1] ?? "") === room }],
  );
  const frame = { title, body, scripts, events: events ?? null, nav, nonce, assetPath: assets.pathOf };
  const standing = await server.standing();
  const said = session.takeSaid();
  const { formToken } = session;
  await sendHtml(reply, layout({ ...frame, standing, said, theme: themeOf(server, request), formToken }));
}

/** The parameters of the path and of the query, together. */
export function paramsOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return { ...(request.query as object), ...(request.params as object) };
}

/**
 * Returns the session of a request; null: a person has to sign in first.
 * @throws HttpError for a program without a session, for a session that may not, and for more requests than people make
 */
export function requireSession(server: ConsoleServer, request: FastifyRequest, scope: Scope): Session | null {
  if (isForeignRead(request.headers))
    throw new HttpError(
      403,
      "foreign_origin",
      "the request was refused: it was sent by a page of another site",
    );
  const session = sessionOf(server, request);
  if (session === null) {
    if (factsOf(request.raw).wantsJson) throw new HttpError(401, "not_signed_in", "sign in first");
    return null;
  }
  if (!server.limits.requests(session.formToken))
    throw new HttpError(429, "too_many_requests", "too many requests: wait a few seconds");
  assertScope(session, scope);
  return session;
}

/** @throws HttpError for a session without the scope */
export function assertScope({ identity }: Session, scope: Scope): void {
  if (!identity.scopes.has(scope))
    throw new HttpError(
      403,
      "scope_missing",
      `this session may not do that: its token lacks the scope ${scope}`,
    );
}
