import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";

/** Somebody stored, as lists show them. */
export const personLine = z.object({
  profileId: z.string(),
  fullName: z.string().nullable(),
  currentTitle: z.string().nullable(),
  currentCompany: z.string().nullable(),
  location: z.string().nullable(),
  linkedinUrl: z.string().nullable(),
});

/** The columns of that, of the table `profiles`. */
export const PERSON_COLUMNS: SQL = sql`profiles.profile_id as "profileId", full_name as "fullName",
  current_title as "currentTitle", current_company as "currentCompany", profiles.location, linkedin_url as "linkedinUrl"`;
