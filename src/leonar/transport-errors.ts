import { CERTIFICATE_REFUSALS } from "../domain/certificate-refusals.ts";
import { MaybeCharged, TryLater } from "../domain/errors.ts";

/** What is known of an attempt that gave no whole answer. */
export interface BrokenAttempt {
  /** What fetch or the body's stream threw. */
  readonly error: unknown;
  /** False only where not a byte of the request's body was asked for, so that no server can have all of it. */
  readonly bodyTaken: boolean;
  /** Why we gave up ourselves, or null where we did not. */
  readonly gaveUp: "deadline" | "stopped" | null;
  readonly timeoutMs: number;
}

/** Codes of Node and undici that mean that no connection came about. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const DEEPEST_CAUSE = 5;

/** Errors come wrapped: fetch says only that it failed. Messages are left alone, since they may quote a header. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  let cause = error;
  while (cause instanceof Error && causes.length < DEEPEST_CAUSE) {
    causes.push(cause);
    cause = cause.cause;
  }
  return causes;
}

function isCode(value: unknown): value is string {
  return typeof value === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(value);
}

function codeOf(causes: readonly Error[]): string | null {
  return causes.map((cause) => ("code" in cause ? cause.code : null)).find(isCode) ?? null;
}

/** Says what an attempt without a whole answer means; its text never holds what the other side said. */
export function toTransportError(attempt: BrokenAttempt): TryLater | MaybeCharged {
  const { bodyTaken, gaveUp, timeoutMs } = attempt;
  const causes = causesOf(attempt.error);
  const code = codeOf(causes);
  const named = code === null ? "" : ` (${code})`;
  if (code !== null && CERTIFICATE_REFUSALS.has(code)) {
    return new TryLater(
      `the API's certificate was refused${named}, nothing was sent: check LEONAR_BASE_URL and the clock`,
      null,
    );
  }
  if (!bodyTaken || (code !== null && NEVER_CONNECTED.has(code))) {
    return new TryLater(`the API cannot be reached${named}, nothing was sent`, null);
  }
  if (gaveUp === "stopped") return new MaybeCharged("stopped before the answer was whole");
  if (gaveUp === "deadline") return new MaybeCharged(`no whole answer within ${timeoutMs} ms`);
  if (causes.some((cause) => cause.message === "unexpected redirect")) {
    return new MaybeCharged("the API sent us elsewhere, which is not followed: check LEONAR_BASE_URL");
  }
  return new MaybeCharged(`the connection broke before the answer was whole${named}`);
}
