import { randomBytes } from "node:crypto";
import { KeyMissing, SpecInvalid, UsageError } from "../../values/errors.ts";
import { HttpError } from "../server/http-error.ts";

const MOST_KEYS = 1_000;

/** Keys of one session, each of which lets one action happen once, however often its form is sent. */
export interface OnceKeys {
  /** Makes a key for a form. */
  issue(): string;
  /**
   * Does the work of a key, or returns what the first use of the key returns.
   * @throws HttpError for a key that was not issued here
   */
  use<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}

/** Makes the keys of a session. The oldest are forgotten, so that a page left open for long has to be loaded again. */
export function makeOnceKeys(): OnceKeys {
  const results = new Map<string, Promise<unknown> | null>();
  return {
    issue() {
      const [oldest] = results.keys();
      if (results.size >= MOST_KEYS && oldest !== undefined) results.delete(oldest);
      const key = randomBytes(18).toString("base64url");
      results.set(key, null);
      return key;
    },
    async use<Result>(key: string, work: () => Promise<Result>) {
      const known = results.get(key);
      if (known === undefined)
        throw new HttpError(409, "form_expired", "this form is too old: load its page again, then send it");
      const result = known ?? work();
      results.set(key, result);
      try {
        return (await result) as Result;
      } catch (error) {
        // Of these errors it is known that nothing was done, so the form may be sent again.
        if (error instanceof UsageError || error instanceof SpecInvalid || error instanceof KeyMissing)
          results.set(key, null);
        throw error;
      }
    },
  };
}
