import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Sql } from "../../database/database.ts";
import { parseSpec } from "../spec.ts";
import type { StoredSpec } from "../spec-changes.ts";

const specRow = z.looseObject({
  revision: z.number(),
  fingerprint: z.string(),
  warnings: z.array(z.string()),
});

/** Every stored spec by slug, the disabled too. */
export async function readStoredSpecs(db: Sql): Promise<StoredSpec[]> {
  const rows = await db.rows(
    specRow,
    sql`select spec, revision, fingerprint, search, budget_credits as "budgetCredits",
          lifetime_credits as "lifetimeCredits", max_pages as "maxPages", refresh_days as "refreshDays",
          stop_after_known_pages as "stopAfterKnownPages", nightly, enabled, priority, tags, owner, notes, warnings
        from search_specs order by spec`,
  );
  return rows.map(({ revision, fingerprint, warnings, ...spec }) => ({
    ...parseSpec(spec),
    revision,
    fingerprint,
    warnings,
  }));
}

/** Two imports at once must not both plan against the same stored specs. Held until the transaction ends. */
export async function lockSpecs(tx: Sql): Promise<void> {
  await tx.execute(sql`lock table search_specs in share row exclusive mode`);
}

/** Stores new and changed specs, whole. */
export async function writeSpecs(tx: Sql, specs: readonly StoredSpec[]): Promise<void> {
  if (specs.length === 0) return;
  await tx.execute(sql`
    insert into search_specs (spec, revision, fingerprint, search, budget_credits, lifetime_credits, max_pages,
      refresh_days, stop_after_known_pages, nightly, enabled, priority, tags, owner, notes, warnings)
    select spec, revision, fingerprint, search, "budgetCredits", "lifetimeCredits", "maxPages", "refreshDays",
      "stopAfterKnownPages", nightly, enabled, priority, tags, owner, notes, warnings
    from jsonb_to_recordset(${JSON.stringify(specs)}::jsonb) as s(spec text, revision integer, fingerprint text,
      search jsonb, "budgetCredits" integer, "lifetimeCredits" integer, "maxPages" integer, "refreshDays" integer,
      "stopAfterKnownPages" integer, nightly boolean, enabled boolean, priority integer, tags text[], owner text,
      notes text, warnings text[])
    on conflict (spec) do update set revision = excluded.revision, fingerprint = excluded.fingerprint,
      search = excluded.search, budget_credits = excluded.budget_credits,
      lifetime_credits = excluded.lifetime_credits, max_pages = excluded.max_pages,
      refresh_days = excluded.refresh_days, stop_after_known_pages = excluded.stop_after_known_pages,
      nightly = excluded.nightly, enabled = excluded.enabled, priority = excluded.priority, tags = excluded.tags,
      owner = excluded.owner, notes = excluded.notes, warnings = excluded.warnings, updated_at = now()`);
}
