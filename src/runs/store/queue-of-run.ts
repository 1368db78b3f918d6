import { sql } from "drizzle-orm";
import { z } from "zod";
import { MAIN_LANE, RUN_LANE_PREFIX } from "../queue-names.ts";

/** The queue that a run is worked on: one of its own where one command works on it, else that of the workers. */
export const lane = sql`case when runs.lane_owner is null then ${MAIN_LANE}::text else ${RUN_LANE_PREFIX}::text || runs.id end`;

/** What a statement gives that rings for walks: `"walkId"`, `token` and `lane`. */
export const ringRow = z.object({ walkId: z.number(), token: z.number(), lane: z.string() });
