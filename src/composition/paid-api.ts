import { makeLeonarClient } from "../leonar/client.ts";
import type { ProfileSearch } from "../leonar/profile-search.ts";
import type { Config } from "../operations/config.ts";
import { describeMisspelled } from "../operations/misspelled-names.ts";
import { KeyMissing, UsageError } from "../values/errors.ts";

/** Returns the client of the paid API. @throws KeyMissing */
export function makeProfileSearch(config: Config): ProfileSearch {
  return makeLeonarClient({
    apiKey: requireKey(config),
    baseUrl: config.baseUrl,
    timeoutMs: config.requestTimeoutMs,
    proxyUrl: config.proxyUrl,
    authorities: config.authorities,
  });
}

/**
 * Returns the configured API key; commands that buy call it before they do anything else.
 * @throws KeyMissing; UsageError if a name in `.env` is nearly one that is read, because a limit may be written there
 */
export function requireKey({ apiKey, misspelled }: Config): string {
  if (misspelled.length > 0) throw new UsageError(misspelled.map(describeMisspelled).join("\n"));
  if (apiKey !== null) return apiKey;
  throw new KeyMissing(
    "LEONAR_API_KEY is not set: put it into .env in this folder, or try `sourcing demo`, which needs none",
  );
}
