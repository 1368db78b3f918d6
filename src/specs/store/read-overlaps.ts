import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import type { StoredSpec } from "../spec-changes.ts";
import type { SpecOverlap } from "../spec-overlap.ts";

const overlapRow = z.object({
  spec: z.string(),
  people: z.number(),
  shared: z.number(),
  closest: z.object({ spec: z.string(), shared: z.number() }).nullable(),
});

/** Computes from all sightings the overlap of each of these specs, with its current search, with other specs. */
export async function readOverlaps(db: Sql, specs: readonly StoredSpec[]): Promise<SpecOverlap[]> {
  const searches = specs.map(({ spec, fingerprint }) => ({ spec, fingerprint }));
  return db.rows(
    overlapRow,
    sql`with wanted as materialized (
          select * from jsonb_to_recordset(${JSON.stringify(searches)}::jsonb) as w(spec text, fingerprint text)
        ), seen as materialized (
          select distinct passes.spec, passes.fingerprint, sightings.profile_id
          from sightings join calls on calls.id = sightings.call_id join passes on passes.id = calls.pass_id
        ), own as materialized (
          select seen.spec, seen.profile_id from seen join wanted using (spec, fingerprint)
        ), pairs as (
          select own.spec, other.spec as other, count(distinct own.profile_id) as shared
          from own join seen other on other.profile_id = own.profile_id and other.spec <> own.spec group by 1, 2
        )
        select own.spec, count(*) as people,
          count(*) filter (where exists (select from seen other
            where other.profile_id = own.profile_id and other.spec <> own.spec)) as shared,
          (select jsonb_build_object('spec', other, 'shared', shared) from pairs
            where pairs.spec = own.spec order by shared desc, other limit 1) as closest
        from own group by own.spec order by own.spec`,
  );
}
