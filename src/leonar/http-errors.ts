import {
  ErrorAnswer,
  GatewayBusy,
  KeyRejected,
  MaybeCharged,
  OutOfCredits,
  Redirected,
  RequestRejected,
  type SourcingError,
  TryLater,
} from "../values/errors.ts";
import type { PlainObject } from "../values/json.ts";
import { redactKey } from "./redact-key.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { parseWireError, type WireError } from "./wire.ts";

/** An answer whose head, at least, has arrived. */
export interface HttpAnswer {
  readonly status: number;
  /** The unparsed header. */
  readonly retryAfter: string | null;
  /** The JSON object in the body; null: there is none, or it could not be read. */
  readonly json: PlainObject | null;
  /** The name of a gateway that answered with a web page in place of the API; null: it is no web page. */
  readonly gateway: string | null;
}

interface ErrorResponse {
  readonly answer: HttpAnswer;
  readonly error: WireError | null;
  readonly apiKey: string;
}

type ErrorMapper = (refusal: ErrorResponse) => SourcingError;

const MAX_MESSAGE_LENGTH = 300;
/** Of a longer message only the beginning is read. */
const LONGEST_READ = 4_000;

/** Ways to reach a person: an e-mail address, a number with the prefix of a country, a long number. */
const CONTACT = /[^\s@<>()"',;]{1,64}@[^\s@<>()"',;]{1,255}|\+\d[\d ().-]{6,20}\d|\d{9,}/gu;

/**
 * The message of the API, cleaned for a screen: "field: reason", which is about the spec only. It is kept, logged and sent to
 * webhooks, so that an API that quotes a profile hands no contacts to their readers.
 */
function errorMessage({ answer, error, apiKey }: ErrorResponse): string {
  const words = error?.message ?? answer.json?.message;
  const message = redactKey(typeof words === "string" ? words : "", apiKey)
    .slice(0, LONGEST_READ)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, " ")
    .replace(CONTACT, "[left out]")
    .trim();
  if (message === "") return "it gave no reason";
  return message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
}

const rejected: ErrorMapper = (response) => new RequestRejected(rejection(response));

function rejection(response: ErrorResponse): string {
  const { status, gateway } = response.answer;
  return gateway === null
    ? `the API refused the request (${status}): ${errorMessage(response)}`
    : `a gateway before the API (${gateway}) refused the request (${status}) with a web page: check LEONAR_BASE_URL and what stands between`;
}

const notFound: ErrorMapper = (response) => {
  const refusal = `(${response.answer.status}): ${errorMessage(response)}`;
  return new RequestRejected(
    `the API has nothing at this address ${refusal}; check LEONAR_BASE_URL`,
    `the API found nothing ${refusal}`,
  );
};

const keyRejected =
  (reason: string, advice: string): ErrorMapper =>
  (response) =>
    new KeyRejected(`${reason}: ${advice}${ownWords(response)}`);

/** What the API, or a gateway before it, says of a refusal whose kind is known. */
function ownWords(response: ErrorResponse): string {
  const { gateway } = response.answer;
  if (gateway !== null) return ` (the answer is a web page of ${gateway}, not the API's)`;
  return response.error === null || response.error.message === ""
    ? ""
    : ` (it says: ${errorMessage(response)})`;
}

const outOfCredits: ErrorMapper = (response) => {
  const available = response.error?.details.available ?? null;
  const left = available === null ? "" : ` (${available} left)`;
  return new OutOfCredits(
    `the workspace has too few credits for this page${left}: buy more${ownWords(response)}`,
    available,
  );
};

const tryLater: ErrorMapper = ({ answer }) =>
  new TryLater(`the API asks to wait (${answer.status})`, parseRetryAfter(answer.retryAfter, Date.now()));

/** A gateway that limits rates, or whose upstream restarts, names no time; the page is not bought again before this has passed. */
const AFTER_503_MS = 10_000;

const maybeCharged: ErrorMapper = (response) => {
  const { status, gateway } = response.answer;
  if (isSuccess(status)) return new ErrorAnswer(status, errorMessage(response));
  if (status === 503 && gateway !== null) return new GatewayBusy(gateway, AFTER_503_MS);
  const message =
    gateway === null
      ? `the API answered ${status} after the request was sent`
      : `a gateway before the API (${gateway}) answered ${status} with a web page, so that the API may have had the request`;
  return new MaybeCharged(message, null, status === 503 ? AFTER_503_MS : null);
};

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The codes of the API's public error page. The code has precedence over the status. */
const BY_CODE: ReadonlyMap<string, ErrorMapper> = new Map([
  ["validation_error", rejected],
  ["not_found", notFound],
  ["invalid_api_key", keyRejected("the API key is not valid (invalid_api_key)", "check LEONAR_API_KEY")],
  [
    "insufficient_scope",
    keyRejected(
      "the API key may not search (insufficient_scope)",
      "give it the scope sourcing:read, or make a key that has it",
    ),
  ],
  [
    "billing_required",
    keyRejected("the workspace has no billing (billing_required)", "add a payment method to it"),
  ],
  [
    "plan_upgrade_required",
    keyRejected("the workspace's plan has no search (plan_upgrade_required)", "upgrade the plan"),
  ],
  ["insufficient_credits", outOfCredits],
  ["rate_limit_exceeded", tryLater],
  ["internal_error", maybeCharged],
]);

const BY_STATUS: ReadonlyMap<number, ErrorMapper> = new Map([
  [401, keyRejected("the API key was refused (401)", "check LEONAR_API_KEY")],
  [402, outOfCredits],
  [
    403,
    keyRejected(
      "the API key was refused (403)",
      "check its scopes and the workspace's plan and billing, or the proxy between here and the API",
    ),
  ],
  [404, notFound],
  // A server sends 408 when the request came too late, a gateway also when the answer did.
  [408, maybeCharged],
  [429, tryLater],
]);

const redirected: ErrorMapper = ({ answer }) => new Redirected(answer.status);

function mapperOfStatus({ status, retryAfter }: HttpAnswer): ErrorMapper | null {
  if (isSuccess(status)) return null;
  if (status >= 300 && status < 400) return redirected;
  if (status === 503 && retryAfter !== null) return tryLater;
  return BY_STATUS.get(status) ?? (status >= 400 && status < 500 ? rejected : maybeCharged);
}

/**
 * Maps an answer's error code, or else its status, to an error. No other file reads either. No message contains the key.
 * @returns RequestRejected, KeyRejected, OutOfCredits, Redirected or TryLater if the answer says that no work was done,
 * MaybeCharged if it does not (ErrorAnswer where its status is success), and null for an answer that should hold a page
 */
export function toHttpError(answer: HttpAnswer, apiKey: string): SourcingError | null {
  const error = answer.json === null ? null : parseWireError(answer.json);
  const mapper = BY_CODE.get(error?.code ?? "") ?? mapperOfStatus(answer);
  return mapper === null ? null : mapper({ answer, error, apiKey });
}

/** Returns the error that an answer holds where its status promises a page; null: it holds none. */
export function toErrorAnswer(answer: HttpAnswer, apiKey: string, body: Uint8Array): ErrorAnswer | null {
  const error = answer.json === null ? null : parseWireError(answer.json);
  if (error === null) return null;
  return new ErrorAnswer(answer.status, errorMessage({ answer, error, apiKey }), body);
}
