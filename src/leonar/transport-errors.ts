import { CERTIFICATE_ERROR_CODES } from "../values/certificate-error-codes.ts";
import { errorCode } from "../values/error-code.ts";
import { MaybeCharged, NotConnected, TryLater } from "../values/errors.ts";
import { ProxyFailure } from "./proxy.ts";

/** An attempt without a complete answer. */
export interface FailedAttempt {
  readonly error: unknown;
  /** False only if there was no connection, so that no server has received anything. */
  readonly isSent: boolean;
  /** Why this process aborted it; null: it did not. */
  readonly abortCause: "deadline" | "stopped" | null;
  readonly timeoutMs: number;
  /** Host and port of the API. */
  readonly target: string;
}

/** The code of an error, if it is a plain word. The message is ignored, because it may quote a header. */
function plainCode(error: unknown): string | null {
  const code = errorCode(error);
  return code !== null && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : null;
}

/** Maps an attempt without a complete answer to an error, whose message contains no text of the server. */
export function toTransportError(attempt: FailedAttempt): NotConnected | TryLater | MaybeCharged {
  const { isSent, abortCause: gaveUp, timeoutMs } = attempt;
  const code = plainCode(attempt.error);
  const named = code === null ? "" : ` (${code})`;
  if (!isSent) return toConnectError(attempt, code, named);
  if (gaveUp === "stopped") return new MaybeCharged("stopped before the answer was complete");
  if (gaveUp === "deadline") return new MaybeCharged(`no complete answer within ${timeoutMs} ms`);
  return new MaybeCharged(`the connection broke before the answer was complete${named}`);
}

function toConnectError(
  { error, target }: FailedAttempt,
  code: string | null,
  named: string,
): NotConnected | TryLater {
  if (error instanceof ProxyFailure) {
    const message = `${error.message}; nothing was sent`;
    return error.isFinal ? new NotConnected(message) : new TryLater(message, null);
  }
  if (code !== null && CERTIFICATE_ERROR_CODES.has(code)) {
    return new NotConnected(
      `the certificate of ${target} was refused${named}, nothing was sent: if a gateway or a proxy of your own signs it, set ` +
        "NODE_EXTRA_CA_CERTS to the file of its authority (PEM); otherwise check LEONAR_BASE_URL and the clock",
    );
  }
  return new TryLater(`the API cannot be reached at ${target}${named}, nothing was sent`, null);
}
