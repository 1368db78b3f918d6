import type { FastifyReply, FastifyRequest } from "fastify";
import { html } from "../html/html.ts";
import { bareLayout } from "../html/layout.ts";
import { nonceOf } from "../security/nonce.ts";
import { factsOf } from "../security/request-facts.ts";
import { type ConsoleServer, sendHtml, themeOf } from "./console-server.ts";
import { describeFailure, type HttpFailure } from "./describe-failure.ts";

/** Answers a request that failed: with a page, or with problem+json where a program asked. */
export async function sendFailure(
  server: ConsoleServer,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): Promise<void> {
  const failure = describeFailure(error);
  if (failure.status >= 500 && error instanceof Error) server.onError(error);
  if (factsOf(request.raw).wantsJson || request.url.startsWith("/api/")) return sendProblem(reply, failure);
  const { assets } = server;
  const page = bareLayout({
    title: titleOf(failure),
    body: html`<h1>${titleOf(failure)}</h1><p>${failure.message}</p><p class="under">${failure.next}.</p>
<p><a href="/">Tonight</a></p>`,
    scripts: [],
    theme: themeOf(server, request),
    nonce: nonceOf(reply),
    assetPath: assets.pathOf,
  });
  await sendHtml(reply, page, failure.status);
}

/** An error as RFC 9457 has it, with the code of the command line and what to do next. */
export async function sendProblem(
  reply: FastifyReply,
  { status, code, message, next }: HttpFailure,
): Promise<void> {
  const problem = { type: "about:blank", title: titleOf({ status }), status, code, detail: message, next };
  await reply.code(status).type("application/problem+json").send(JSON.stringify(problem));
}

function titleOf({ status }: Pick<HttpFailure, "status">): string {
  return TITLES[status] ?? (status >= 500 ? "That did not work" : "That was not done");
}

const TITLES: Readonly<Record<number, string>> = {
  401: "Sign in first",
  403: "Not allowed",
  404: "Nothing is here",
  409: "That was not done",
  413: "Too large",
  422: "That cannot be done as it was asked",
  429: "Too many requests",
  503: "The database does not answer",
};
