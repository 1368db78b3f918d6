import type { Sql } from "../../../database/database.ts";
import type { SearchAnswer } from "../../../leonar/profile-search.ts";
import { tellsPrice } from "../../../people/search-page.ts";
import { redactKept } from "../../../people/store/redact-kept.ts";
import type { SuppressionSecret } from "../../../people/store/suppressed-people.ts";
import { MaybeCharged } from "../../../values/errors.ts";
import type { CallFailure } from "../walk-store.ts";

/**
 * Returns an answer as its bytes may be kept: suppressed people are redacted in an answer that is never applied, because
 * it is not a page or tells no price. Those on a page are redacted when the page is applied.
 */
export async function withoutSuppressed(
  db: Sql,
  secret: SuppressionSecret,
  answer: SearchAnswer,
): Promise<SearchAnswer> {
  if (answer.page.broken === null && tellsPrice(answer.page)) return answer;
  // Its compressed form holds what was redacted.
  return { page: answer.page, body: await redactKept(db, secret, answer.body) };
}

/** Returns a failure as its bytes may be kept: no page will be read from them. */
export async function failureWithoutSuppressed(
  db: Sql,
  secret: SuppressionSecret,
  failure: CallFailure,
): Promise<CallFailure> {
  const { error } = failure;
  if (!(error instanceof MaybeCharged) || error.body === null) return failure;
  return { ...failure, error: new MaybeCharged(error.message, await redactKept(db, secret, error.body)) };
}
