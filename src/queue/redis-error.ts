import { CERTIFICATE_ERROR_CODES } from "../values/certificate-error-codes.ts";
import { errorCode } from "../values/error-code.ts";
import { StoreUnavailable, UsageError } from "../values/errors.ts";
import { describeHosts, type RedisAddress } from "./redis-address.ts";

const WRONG_LOGIN = /(?:^|: )(?:NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password)/;
const NO_SENTINEL = /unknown command.*sentinel/i;
/** A Sentinel answers so; the second form is what the driver makes of an answer without an address. */
const UNKNOWN_MASTER = /No such master|^All sentinels are unreachable and retry is disabled\.$/;
const CLUSTER_DOWN = /CLUSTERDOWN|Failed to refresh slots cache|hash slot not served/i;

/**
 * Describes why a Redis cannot be used.
 * @param cause the error of the connection; `error` may only say that it is closed
 */
export function toRedisError(address: RedisAddress, cause: unknown, error: unknown): Error {
  if (error instanceof UsageError) return error;
  const problems = [cause, error].flatMap((problem) => [problem, lastNodeError(problem)]);
  const messages = problems.map((problem) => (problem instanceof Error ? problem.message : ""));
  const says = (words: RegExp) => messages.some((message) => words.test(message));
  if (says(WRONG_LOGIN))
    return new UsageError("Redis refuses the user or the password in REDIS_URL: correct them");
  if (says(NO_SENTINEL))
    return new UsageError(
      "REDIS_URL names Sentinels, and what answers there is none: correct hosts and ports",
    );
  if (says(UNKNOWN_MASTER))
    return new UsageError("the Sentinels in REDIS_URL know no master of that name: correct it");
  return toConnectionError(address, problems, says(CLUSTER_DOWN));
}

function toConnectionError(address: RedisAddress, problems: unknown[], isClusterDown: boolean): Error {
  const code = problems.map(findCode).find((found) => found !== null) ?? null;
  const where = describeHosts(address);
  if (code !== null && CERTIFICATE_ERROR_CODES.has(code))
    return new UsageError(
      `the certificate of Redis at ${where} was refused (${code}), no password was sent: name its authority in NODE_EXTRA_CA_CERTS`,
    );
  if (isClusterDown && code === null)
    return new StoreUnavailable(
      `the Redis Cluster at ${where} does not serve all of its slots: look at \`redis-cli cluster info\``,
    );
  const why = code === null ? "" : ` (${code})`;
  return new StoreUnavailable(
    `Redis cannot be reached at ${where}${why}: check REDIS_URL and that the server runs`,
  );
}

/** Returns the code of an error, also of one that the driver only quotes. */
function findCode(error: unknown): string | null {
  const quoted =
    error instanceof Error ? /\bLast error: .*\b(E[A-Z]{4,})\b/.exec(error.message)?.[1] : undefined;
  return errorCode(error) ?? quoted ?? null;
}

function lastNodeError(error: unknown): unknown {
  return error instanceof Error && "lastNodeError" in error ? error.lastNodeError : null;
}
