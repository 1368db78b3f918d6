import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { html } from "../html/html.ts";
import { bareLayout } from "../html/layout.ts";
import { nonceOf } from "../security/nonce.ts";
import { foreignOrigin } from "../security/origin-rule.ts";
import { type ConsoleServer, sendHtml, themeOf } from "./console-server.ts";
import { HttpError } from "./http-error.ts";

const signInForm = z.object({ token: z.string().min(1).max(200) });

/** Routes that start and end sessions. */
export function addSessionRoutes(app: FastifyInstance, server: ConsoleServer): void {
  const { sessions, cookies, limits } = server;
  app.post("/session", async (request, reply) => {
    refuseForeign(server, request);
    if (!limits.signIn("everybody"))
      throw new HttpError(429, "too_many_requests", "too many attempts to sign in: wait a minute");
    const { token } = signInForm.parse(request.body);
    const identity = await server.identify(token.trim());
    if (identity === null) {
      await sendSignIn(server, request, reply, "That link was used before, or is none of this console.");
      return;
    }
    sessions.end(request.cookies[cookies.session]);
    reply.setCookie(cookies.session, sessions.start(identity), cookies.options);
    await reply.redirect("/", 303);
  });
  app.post("/session/end", async (request, reply) => {
    refuseForeign(server, request);
    sessions.end(request.cookies[cookies.session]);
    reply.clearCookie(cookies.session, cookies.options);
    await reply.redirect("/", 303);
  });
}

/** @throws HttpError for a request that a page of another origin sent */
export function refuseForeign(server: ConsoleServer, request: FastifyRequest): void {
  const why = foreignOrigin(request.headers, server.origin());
  if (why !== null) throw new HttpError(403, "foreign_origin", `the request was refused: ${why}`);
}

/** The page of a browser that is not signed in. It says nothing of what is stored. */
export async function sendSignIn(
  server: ConsoleServer,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: string | null = null,
): Promise<void> {
  const page = bareLayout({
    title: "Sign in",
    body: html`<h1>Sign in</h1>
<p class="under">Open the link that the console printed on its terminal; Enter there prints another. A link is good for one browser. A token of <code>sourcing tokens create</code> works too.</p>
${problem !== null && html`<p class="bad" role="alert">${problem}</p>`}
<form method="post" action="/session" id="sign-in"><label>Token <input name="token" type="password" autocomplete="off" required></label>
<div class="bar"><button class="buy">Sign in</button></div></form>`,
    scripts: ["sign-in.js"],
    theme: themeOf(server, request),
    nonce: nonceOf(reply),
    assetPath: server.assets.pathOf,
  });
  await sendHtml(reply, page, 401);
}
