import { CERTIFICATE_ERROR_CODES } from "../values/certificate-error-codes.ts";
import { MaybeCharged, TryLater } from "../values/errors.ts";

/** What is known of an attempt that gave no whole answer. */
export interface BrokenAttempt {
  readonly error: unknown;
  /** False only where no connection came about, so that no server can have any of it. */
  readonly isSent: boolean;
  /** Why we gave up ourselves, or null where we did not. */
  readonly gaveUp: "deadline" | "stopped" | null;
  readonly timeoutMs: number;
}

/** The code of an error; its message is left alone, since it may quote a header. */
function codeOf(error: unknown): string | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : null;
}

/** Says what an attempt without a whole answer means; its text never holds what the other side said. */
export function toTransportError(attempt: BrokenAttempt): TryLater | MaybeCharged {
  const { isSent, gaveUp, timeoutMs } = attempt;
  const code = codeOf(attempt.error);
  const named = code === null ? "" : ` (${code})`;
  if (!isSent && code !== null && CERTIFICATE_ERROR_CODES.has(code)) {
    return new TryLater(
      `the API's certificate was refused${named}, nothing was sent: check LEONAR_BASE_URL and the clock`,
      null,
    );
  }
  if (!isSent) return new TryLater(`the API cannot be reached${named}, nothing was sent`, null);
  if (gaveUp === "stopped") return new MaybeCharged("stopped before the answer was whole");
  if (gaveUp === "deadline") return new MaybeCharged(`no whole answer within ${timeoutMs} ms`);
  return new MaybeCharged(`the connection broke before the answer was whole${named}`);
}
