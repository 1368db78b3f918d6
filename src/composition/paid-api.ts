import { makeLeonarClient } from "../leonar/client.ts";
import type { ProfileSearch } from "../leonar/profile-search.ts";
import type { Config } from "../operations/config.ts";
import { KeyMissing } from "../values/errors.ts";

/** Returns the client of the paid API. @throws KeyMissing */
export function makeProfileSearch(config: Config): ProfileSearch {
  return makeLeonarClient({
    apiKey: requireKey(config),
    baseUrl: config.baseUrl,
    timeoutMs: config.requestTimeoutMs,
  });
}

/** Returns the configured API key; commands that buy call it before they do anything else. @throws KeyMissing */
export function requireKey({ apiKey }: Config): string {
  if (apiKey !== null) return apiKey;
  throw new KeyMissing(
    "LEONAR_API_KEY is not set: put it into .env in this folder, or try `sourcing demo`, which needs none",
  );
}
