import { sql } from "drizzle-orm";
import { z } from "zod";
import { MAIN_QUEUE, RUN_QUEUE_PREFIX } from "../queue-names.ts";

/** The queue that a run is worked on: one of its own where one command works on it, else that of the workers. */
export const queueNameSql = sql`case when runs.lane_owner is null then ${MAIN_QUEUE}::text else ${RUN_QUEUE_PREFIX}::text || runs.id end`;

/** The columns that a statement returns to enqueue walks: `"walkId"`, `token` and `"queueName"`. */
export const walkJobRow = z.object({ walkId: z.number(), token: z.number(), queueName: z.string() });
