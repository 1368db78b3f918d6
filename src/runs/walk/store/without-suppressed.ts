import type { Sql } from "../../../database/database.ts";
import type { SearchAnswer } from "../../../leonar/profile-search.ts";
import { redactKept } from "../../../people/store/redact-kept.ts";
import type { SuppressionSecret } from "../../../people/store/suppressed-people.ts";

/**
 * Returns an answer as its bytes may be kept: suppressed people are redacted in an answer that is not a page. Those on a page
 * are redacted when the page is applied.
 */
export async function withoutSuppressed(
  db: Sql,
  secret: SuppressionSecret,
  answer: SearchAnswer,
): Promise<SearchAnswer> {
  if (answer.page.broken === null) return answer;
  return { ...answer, body: await redactKept(db, secret, answer.body) };
}
