import type { FastifyReply, FastifyRequest } from "fastify";
import type { Html } from "../html/html.ts";
import type { CookieRules } from "../security/cookies.ts";
import type { RateLimit } from "../security/rate-limit.ts";
import type { Identity } from "../security/scope.ts";
import type { Session, Sessions } from "../security/sessions.ts";
import type { Assets } from "./assets.ts";
import type { ConsoleContext } from "./console-context.ts";
import type { AnyAction } from "./define-action.ts";
import type { AnyPage } from "./define-page.ts";

/** What every route of the server works with. */
export interface ConsoleServer {
  readonly context: ConsoleContext;
  readonly pages: readonly AnyPage[];
  readonly actions: readonly AnyAction[];
  readonly assets: Assets;
  readonly sessions: Sessions;
  readonly cookies: CookieRules;
  readonly limits: {
    /** Attempts to sign in. */
    readonly signIn: RateLimit;
    /** Requests of one session. */
    readonly requests: RateLimit;
    /** Forms of one session. */
    readonly writes: RateLimit;
  };
  /** The address of the pages, without a slash at its end. */
  origin(): string;
  /** Returns who a token signs in; null: it is none. */
  identify(token: string): Promise<Identity | null>;
  /** The sentence at the top of every page. */
  standing(): Promise<Html>;
  /** Is told of errors that are no fault of the request. */
  onError(error: Error): void;
}

/** The session of a request; null: it has none. */
export function sessionOf({ sessions, cookies }: ConsoleServer, request: FastifyRequest): Session | null {
  return sessions.find(request.cookies[cookies.session]);
}

/** The theme that the browser chose; null: as the system's. */
export function themeOf({ cookies }: ConsoleServer, request: FastifyRequest): "light" | "dark" | null {
  const theme = request.cookies[cookies.theme];
  return theme === "light" || theme === "dark" ? theme : null;
}

export async function sendHtml(reply: FastifyReply, page: Html, status = 200): Promise<void> {
  await reply.code(status).type("text/html; charset=utf-8").send(page.toString());
}
