import type { RawObject } from "../people/profile-fields.ts";
import {
  KeyRejected,
  MaybeCharged,
  OutOfCredits,
  RequestRejected,
  type SourcingError,
  TryLater,
} from "../values/errors.ts";
import { redactKey } from "./redact-key.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { errorOf, type WireError } from "./wire.ts";

/** An answer of which at least the head has arrived. */
export interface HttpAnswer {
  readonly status: number;
  /** The header as it came. */
  readonly retryAfter: string | null;
  /** The JSON object in its body; null where there is none or it could not be read. */
  readonly json: RawObject | null;
}

interface Refusal {
  readonly answer: HttpAnswer;
  readonly error: WireError | null;
  readonly apiKey: string;
}

type Verdict = (refusal: Refusal) => SourcingError;

const LONGEST_MESSAGE = 300;

/** The API's own words, fit for a person's screen: "field: reason", which speaks of the spec only. */
function wordsOf({ error, apiKey }: Refusal): string {
  const words = redactKey(error?.message ?? "", apiKey)
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, " ")
    .trim();
  if (words === "") return "it gave no reason";
  return words.length > LONGEST_MESSAGE ? `${words.slice(0, LONGEST_MESSAGE)}…` : words;
}

const rejected: Verdict = (refusal) =>
  new RequestRejected(`the API refused the request (${refusal.answer.status}): ${wordsOf(refusal)}`);

const notFound: Verdict = (refusal) =>
  new RequestRejected(
    `the API knows nothing at this address (${refusal.answer.status}): ${wordsOf(refusal)}; check LEONAR_BASE_URL`,
  );

const keyRejected =
  (reason: string, advice: string): Verdict =>
  () =>
    new KeyRejected(`${reason}: ${advice}`);

const outOfCredits: Verdict = ({ error }) => {
  const available = error?.details.available ?? null;
  const left = available === null ? "" : ` (${available} left)`;
  return new OutOfCredits(`the workspace has too few credits for this page${left}: buy more`, available);
};

const tryLater: Verdict = ({ answer }) =>
  new TryLater(`the API asks to wait (${answer.status})`, parseRetryAfter(answer.retryAfter, Date.now()));

const maybeCharged: Verdict = ({ answer }) =>
  new MaybeCharged(`the API answered ${answer.status} after the request was sent`);

/** The codes of the API's public error page; the code decides before the status. */
const BY_CODE: ReadonlyMap<string, Verdict> = new Map([
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

const BY_STATUS: ReadonlyMap<number, Verdict> = new Map([
  [401, keyRejected("the API key was refused (401)", "check LEONAR_API_KEY")],
  [402, outOfCredits],
  [
    403,
    keyRejected(
      "the API key was refused (403)",
      "check its scopes and the workspace's plan and billing, or what stands between here and the API",
    ),
  ],
  [404, notFound],
  // A server says so when it gave up waiting for the request, a gateway also when it waited for the server.
  [408, maybeCharged],
  [429, tryLater],
]);

const sentElsewhere: Verdict = ({ answer }) =>
  new MaybeCharged(
    `the API sent us elsewhere (${answer.status}), which is not followed: check LEONAR_BASE_URL`,
  );

function verdictOfStatus({ status, retryAfter }: HttpAnswer): Verdict | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return sentElsewhere;
  if (status === 503 && retryAfter !== null) return tryLater;
  return BY_STATUS.get(status) ?? (status >= 400 && status < 500 ? rejected : maybeCharged);
}

/**
 * Reads an answer's error code, else its status; the only place that knows either. No error's text holds the key.
 * @returns RequestRejected, KeyRejected, OutOfCredits or TryLater where the answer says that no work was done,
 * MaybeCharged where it says nothing of the kind, and null for an answer that should hold a page
 */
export function toHttpError(answer: HttpAnswer, apiKey: string): SourcingError | null {
  const error = answer.json === null ? null : errorOf(answer.json);
  const verdict = BY_CODE.get(error?.code ?? "") ?? verdictOfStatus(answer);
  return verdict === null ? null : verdict({ answer, error, apiKey });
}
