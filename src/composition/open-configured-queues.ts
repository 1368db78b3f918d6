import { readQueueAccess } from "../database/roles/queue-access.ts";
import { queueSchemaOf } from "../queue/queue-schema.ts";
import type { Queues } from "../queue/queues.ts";
import type { App } from "./open-app.ts";
import { requireSession } from "./store-address.ts";

/** Opens the queues in Postgres or, if REDIS_URL is set, in Redis. @throws UsageError, StoreUnavailable */
export async function openConfiguredQueues({ config, store }: App): Promise<Queues> {
  const { redisUrl } = config;
  const { openQueues } = await import("../queue/queues.ts");
  if (redisUrl !== null) return openQueues({ kind: "redis", url: redisUrl });
  await requireSession(store, "the queue in Postgres");
  return openQueues({
    kind: "postgres",
    url: store.directUrl,
    schema: queueSchemaOf(store.db.schema),
    ...(await readQueueAccess(store.db)),
  });
}
