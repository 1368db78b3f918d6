import { z } from "zod";
import { walkSlice } from "../src/runs/walk/walk-slice.ts";
import { defineJob } from "./define-job.ts";

/** Buys and stores the next few pages of one walk. */
export const walkSpecJob = defineJob({
  name: "walk-spec",
  payload: z.strictObject({ walkId: z.int().positive() }),
  process: ({ walkId }, { walks, signals }, releaseSlot) => walkSlice(walks, signals, walkId, releaseSlot),
});
