import { expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import {
  isScrubDue,
  SCRUB_LIMITS,
  SCRUBBED_TABLES,
  scrubStore,
} from "../../src/privacy/store/scrub/scrub-store.ts";
import { withOwnPostgres } from "../support/own-postgres.ts";

/** A server of its own is made and started. */
const SLOW = { timeout: 60_000 };

async function noteErasure({ pool }: Database): Promise<void> {
  await pool.query("insert into erasures (kind, people, bodies) values ('forget', 1, 0)");
}

/** A walk whose lease is held so long. */
async function walkFor({ pool }: Database, time: string): Promise<void> {
  await pool.query(
    `set session_replication_role = replica;
     insert into walks (run_id, spec, revision, fingerprint, search, refresh_days, stop_after_known_pages, priority, lease_until)
       values (1, 'paris', 1, 'f', '{}', 30, 2, 0, now() + interval '${time}');
     reset session_replication_role`,
  );
}

it("covers every table from which people are deleted", () => {
  expect([...SCRUBBED_TABLES].sort()).toEqual([
    "call_bodies",
    "contacts",
    "export_people",
    "notices",
    "profile_search",
    "profile_versions",
    "profiles",
    "rejected_profiles",
    "reparses",
    "saved_queries",
    "saved_query_versions",
    "search_refreshes",
    "sightings",
  ]);
});

it(
  "waits for its time while something still reads what was deleted, while walks run, or beside another",
  SLOW,
  async () => {
    await withOwnPostgres(async ({ db }) => {
      expect(await isScrubDue(db)).toBe(false);
      const reader = await db.pool.connect();
      await reader.query("begin isolation level repeatable read; select from runs");
      await noteErasure(db);
      expect(await isScrubDue(db)).toBe(true);
      const impatient = { ...SCRUB_LIMITS, snapshotsMs: 0 };
      expect(await scrubStore(db, impatient)).toMatchObject({ state: "put_off" });
      await reader.query("commit");
      await reader.query("select pg_advisory_lock(7301556)");
      expect(await scrubStore(db, impatient)).toMatchObject({
        state: "put_off",
        remains: ["another command is doing it"],
      });
      reader.release(true);
      await walkFor(db, "1 minute");
      expect(await scrubStore(db, { ...impatient, briefBytes: 0 })).toMatchObject({ state: "put_off" });
      expect(await isScrubDue(db)).toBe(true);
      await expect.poll(() => scrubStore(db)).toEqual({ state: "scrubbed", remains: [] });
      expect(await isScrubDue(db)).toBe(false);
    });
  },
);

it(
  "does nothing for a login that owns no table, and tells the owner who is no superuser what remains",
  SLOW,
  async () => {
    await withOwnPostgres(async ({ db, url }) => {
      await db.pool.query(
        "create role lender login password 'lent'; grant select on all tables in schema public to lender; " +
          // A server of ours lends its locks to the roles of its stores only.
          "grant execute on all functions in schema pg_catalog to lender",
      );
      await noteErasure(db);
      const lent = openDatabase({
        url: url.replace(/\/\/[^@]+@/u, "//lender:lent@"),
        connections: 2,
        applicationName: "test",
      });
      try {
        expect(await scrubStore(lent)).toMatchObject({ state: "left_to_server" });
        expect(await isScrubDue(db)).toBe(true);
        const tables = await db.pool.query(
          "select relname from pg_class where relnamespace = current_schema()::text::regnamespace and relkind = 'r'",
        );
        for (const { relname } of tables.rows) await db.pool.query(`alter table ${relname} owner to lender`);
        await expect
          .poll(() => scrubStore(lent), { timeout: 20_000 })
          .toMatchObject({ state: "scrubbed", remains: [expect.stringContaining("superuser")] });
      } finally {
        await lent.close();
      }
    });
  },
);
