import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from "fastify";
import type { Session } from "../security/sessions.ts";
import { type ConsoleServer, sessionOf } from "./console-server.ts";
import type { AnyAction, Outcome } from "./define-action.ts";
import { HttpError } from "./http-error.ts";
import { assertScope, sendPage } from "./page-routes.ts";
import { sendDownload } from "./send-download.ts";
import { refuseForeign } from "./session-routes.ts";

/** A route for each action. It answers with the way to a page, which tells once what was done. */
export function addActionRoutes(app: FastifyInstance, server: ConsoleServer): void {
  for (const action of server.actions)
    app.post(action.path, sizeRule(server, action), async (request, reply) => {
      const session = requireForm(server, request, action);
      const outcome = await performOnce(server, { request, session, action });
      if ("show" in outcome) return sendPage(server, { request, reply, session, path: action.path }, outcome);
      if ("pour" in outcome) return sendDownload(reply, outcome);
      if (outcome.say !== undefined) session.say(outcome.say);
      return reply.redirect(outcome.to, 303);
    });
}

/** A form that may be large is read from a session alone. */
function sizeRule(server: ConsoleServer, { mostBytes }: AnyAction): RouteShorthandOptions {
  if (mostBytes === null) return {};
  return {
    bodyLimit: mostBytes,
    onRequest: async (request) => {
      refuseForeign(server, request);
      requireSession(server, request);
    },
  };
}

function requireSession(server: ConsoleServer, request: FastifyRequest): Session {
  const session = sessionOf(server, request);
  if (session === null) throw new HttpError(401, "not_signed_in", "the session has ended: sign in again");
  return session;
}

interface SentForm {
  readonly request: FastifyRequest;
  readonly session: Session;
  readonly action: AnyAction;
}

async function performOnce(server: ConsoleServer, { request, session, action }: SentForm): Promise<Outcome> {
  const visit = { context: server.context, identity: session.identity };
  const { _form, _once, ...fields } = fieldsOf(request);
  void _form;
  const perform = () => action.perform(visit, request.params, fields);
  return action.once ? session.once.use(String(_once ?? ""), perform) : perform();
}

/** @throws HttpError for a form that is not one of this session's pages */
export function requireForm(
  server: ConsoleServer,
  request: FastifyRequest,
  { scope }: Pick<AnyAction, "scope">,
): Session {
  refuseForeign(server, request);
  const session = requireSession(server, request);
  const token = request.headers["x-form-token"] ?? fieldsOf(request)._form;
  if (typeof token !== "string" || !isSame(token, session.formToken))
    throw new HttpError(403, "form_token", "this form is of another session: load its page again");
  if (!server.limits.writes(session.formToken))
    throw new HttpError(429, "too_many_requests", "too many forms: wait a minute");
  assertScope(session, scope);
  return session;
}

function fieldsOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const { body } = request;
  return typeof body === "object" && body !== null ? { ...body } : {};
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
