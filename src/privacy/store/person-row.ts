import { type SQL, sql } from "drizzle-orm";

/** The columns of a `PersonLine`, of the table `profiles`. */
export const PERSON_COLUMNS: SQL = sql`profiles.profile_id as "profileId", full_name as "fullName",
  current_title as "currentTitle", current_company as "currentCompany", profiles.location, linkedin_url as "linkedinUrl"`;
