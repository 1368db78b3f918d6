import { z } from "zod";

const text = z.string().nullable();
const time = z.coerce.date();

/** One candidate as exported; names and values of the view `candidates`. */
export const candidateSchema = z.object({
  profile_id: z.string(),
  full_name: text,
  first_name: text,
  last_name: text,
  headline: text,
  location: text,
  current_title: text,
  current_company: text,
  linkedin_url: text,
  /** Separated by commas. */
  skills: text,
  /** Separated by commas. */
  specs: text,
  open_to_work: z.boolean().nullable(),
  first_seen_at: time,
  last_changed_at: time,
  last_seen_at: time.nullable(),
  has_work_email: z.boolean(),
  has_personal_email: z.boolean(),
  has_phone: z.boolean(),
  /** Verified addresses first, then those for work; empty if the export has no contacts. */
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  /** The columns that the query of the export adds; empty if it has no query. */
  more: z.record(z.string(), z.unknown()),
});

export type Candidate = z.infer<typeof candidateSchema>;
