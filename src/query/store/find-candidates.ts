import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";

/** Which people a list has; null: all. Texts are found within words, without regard to case and accents. */
export interface CandidateFilter {
  readonly title: string | null;
  readonly place: string | null;
  readonly company: string | null;
  /** Whole skills with commas between, all of which a person has. */
  readonly skill: string | null;
  /** Slug of a spec that found them. */
  readonly spec: string | null;
  /** Collected for the first time on this day (UTC) or later. */
  readonly newSince: string | null;
  /** Goes on after this row of the list before. */
  readonly after: { readonly firstSeenAt: string; readonly profileId: string } | null;
}

export const candidateLineSchema = z.object({
  profileId: z.string(),
  fullName: z.string().nullable(),
  currentTitle: z.string().nullable(),
  currentCompany: z.string().nullable(),
  location: z.string().nullable(),
  linkedinUrl: z.string().nullable(),
  /** ISO 8601, to the microsecond. */
  firstSeenAt: z.string(),
});
export type CandidateLine = z.infer<typeof candidateLineSchema>;

/** Finds stored people, those collected last first. No contact is among what is returned. */
export async function findCandidates(
  db: Sql,
  filter: CandidateFilter,
  limit: number,
): Promise<CandidateLine[]> {
  return db.rows(
    candidateLineSchema,
    sql`select profiles.profile_id as "profileId", full_name as "fullName", current_title as "currentTitle",
          current_company as "currentCompany", profiles.location, linkedin_url as "linkedinUrl",
          to_json(first_seen_at) #>> '{}' as "firstSeenAt"
        from profiles join profile_search using (profile_id)
        where ${conditionOf(filter)} order by first_seen_at desc, profiles.profile_id desc limit ${limit}`,
  );
}

function conditionOf({ title, place, company, skill, spec, newSince, after }: CandidateFilter): SQL {
  const conditions = [
    title === null ? null : sql`profile_search.title like containing(${title})`,
    place === null ? null : sql`profile_search.location like containing(${place})`,
    company === null ? null : sql`profile_search.company like containing(${company})`,
    skill === null ? null : sql`profile_search.skills @> fold_list(${skill})`,
    spec === null
      ? null
      : sql`exists (select from sightings join calls on calls.id = sightings.call_id
          where sightings.profile_id = profiles.profile_id and calls.spec = ${spec})`,
    newSince === null ? null : sql`first_seen_at >= ${newSince}::date`,
    after === null
      ? null
      : sql`(first_seen_at, profiles.profile_id) < (${after.firstSeenAt}::timestamptz, ${after.profileId})`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}
