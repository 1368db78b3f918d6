import type { FastifyReply } from "fastify";
import { makeNonce, securityHeaders } from "./security-headers.ts";

const nonces = new WeakMap<FastifyReply, string>();

/** Sets the headers of an answer that is no asset. */
export function setHeaders(reply: FastifyReply): void {
  const nonce = makeNonce();
  nonces.set(reply, nonce);
  reply.headers(securityHeaders(nonce));
}

/** The nonce of an answer, as its policy names it. */
export function nonceOf(reply: FastifyReply): string {
  return nonces.get(reply) ?? "";
}
