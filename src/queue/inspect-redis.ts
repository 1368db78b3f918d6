import { Redis } from "ioredis";
import { CERTIFICATE_ERROR_CODES } from "../values/certificate-error-codes.ts";
import { errorCode } from "../values/error-code.ts";
import { StoreUnavailable, UsageError } from "../values/errors.ts";

/** What a Redis lets this user know about it. */
export interface RedisAccess {
  /** Whether INFO is allowed, from which BullMQ reads the version. */
  readonly canReadVersion: boolean;
}

/** The first word of the answer to a command that the user's ACL forbids. */
const FORBIDDEN = /^NOPERM\b/;
const WRONG_LOGIN = /^(?:NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password)/;

/**
 * Looks whether a Redis can hold the queue: one that evicts keys when memory is short would lose jobs. What the ACL of the user
 * forbids to ask is taken to be right.
 * @throws UsageError, StoreUnavailable
 */
export async function inspectRedis(url: string): Promise<RedisAccess> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
    // It asks for INFO, and warns where that is forbidden.
    enableReadyCheck: false,
  });
  let failure: unknown = null;
  redis.on("error", (error) => {
    failure = error;
  });
  try {
    await redis.connect();
    const info = await askIfAllowed(() => redis.info());
    refuseKind(await askKind(redis), info);
    const policy = readLine(info, "maxmemory_policy") ?? (await askPolicy(redis));
    if (policy !== null && policy !== "noeviction") {
      throw new UsageError(
        `Redis has maxmemory-policy ${policy}, which loses jobs: set maxmemory-policy noeviction`,
      );
    }
    return { canReadVersion: info !== null };
  } catch (error) {
    throw toQueueError(url, failure ?? error, error);
  } finally {
    redis.disconnect();
  }
}

async function askIfAllowed<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && FORBIDDEN.test(error.message)) return null;
    throw error;
  }
}

function readLine(info: string | null, name: string): string | null {
  return new RegExp(`^${name}:(\\S+)`, "m").exec(info ?? "")?.[1] ?? null;
}

/** Asks by CONFIG, which some users may send though INFO is forbidden. */
async function askPolicy(redis: Redis): Promise<string | null> {
  const answer = await askIfAllowed(() => redis.config("GET", "maxmemory-policy"));
  const policy = Array.isArray(answer) ? answer[1] : null;
  return typeof policy === "string" ? policy : null;
}

/** Asks by HELLO, which every user may send who can log in. A Redis before 6 does not know it, and has no ACLs. */
async function askKind(redis: Redis): Promise<{ mode?: string | undefined; role?: string | undefined }> {
  const answer = await redis.call("HELLO").catch(() => null);
  const words = Array.isArray(answer) ? answer.map(String) : [];
  const wordAfter = (name: string) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  return { mode: wordAfter("mode"), role: wordAfter("role") };
}

/** @throws UsageError */
function refuseKind(asked: Awaited<ReturnType<typeof askKind>>, info: string | null): void {
  const mode = asked.mode ?? readLine(info, "redis_mode");
  const role = asked.role ?? readLine(info, "role");
  if (mode === "cluster")
    throw new UsageError(
      "REDIS_URL leads to a Redis Cluster, over whose nodes the queue is not spread: name a Redis outside of a cluster, or unset REDIS_URL to keep the queue in Postgres",
    );
  if (mode === "sentinel")
    throw new UsageError(
      "REDIS_URL leads to a Redis Sentinel, which holds no jobs: name the master itself, or an address that follows it",
    );
  if (role === "slave" || role === "replica")
    throw new UsageError("REDIS_URL leads to a replica, which takes no jobs: name the master");
}

/** @param cause the error of the connection; `error` may only say that it is closed */
function toQueueError(url: string, cause: unknown, error: unknown): Error {
  if (error instanceof UsageError) return error;
  const messages = [cause, error].map((problem) => (problem instanceof Error ? problem.message : ""));
  if (messages.some((message) => WRONG_LOGIN.test(message)))
    return new UsageError("Redis refuses the user or the password in REDIS_URL: correct them");
  const code = errorCode(cause) ?? errorCode(error);
  const where = new URL(url).host;
  if (code !== null && CERTIFICATE_ERROR_CODES.has(code))
    return new UsageError(
      `the certificate of Redis at ${where} was refused (${code}), no password was sent: name its authority in NODE_EXTRA_CA_CERTS`,
    );
  const why = code === null ? "" : ` (${code})`;
  return new StoreUnavailable(
    `Redis cannot be reached at ${where}${why}: check REDIS_URL and that the server runs`,
  );
}
