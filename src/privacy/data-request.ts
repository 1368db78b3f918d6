import { z } from "zod";

/** What a person may ask for about themselves. */
export const REQUEST_KINDS = ["access", "erasure", "objection"] as const;

export const dataRequestSchema = z.object({
  id: z.number(),
  kind: z.enum(REQUEST_KINDS),
  /** How the person named themselves; null once the request is answered. */
  subject: z.string().nullable(),
  /** Days, as YYYY-MM-DD. */
  receivedOn: z.string(),
  dueOn: z.string(),
  /** Days until it is due; negative: it is late. */
  daysLeft: z.number(),
  recordedBy: z.string(),
  doneAt: z.coerce.date().nullable(),
  doneBy: z.string().nullable(),
  outcome: z.string().nullable(),
});
export type DataRequest = z.infer<typeof dataRequestSchema>;
