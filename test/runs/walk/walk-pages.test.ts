import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { suppressionDigests } from "../../../src/people/suppression.ts";
import { NO_DETAIL } from "../../support/leased-walk.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { PEPPER, specOf, type World, withWorld } from "../../support/test-app.ts";

const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };
const paris = (settings: object = {}) => specOf("paris", PARIS, settings);

async function rowsOf({ db }: World, query: string): Promise<Record<string, unknown>[]> {
  return (await db.pool.query(query)).rows;
}

async function storedPeople(world: World): Promise<unknown[]> {
  return (await rowsOf(world, 'select profile_id from profiles order by profile_id collate "C"')).map(
    ({ profile_id }) => profile_id,
  );
}

describe("walking a search", () => {
  it("stores everybody whom it shows and ends at the last page", async () => {
    await withWorld({}, async (world) => {
      const report = await world.run([paris()]);
      expect(report.specs[0]).toMatchObject({ status: "complete", stopReason: "no_more_pages" });
      expect(await storedPeople(world)).toEqual([...world.simulator.search(PARIS)].sort());
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("of nobody is complete after one free page", async () => {
    await withWorld({}, async (world) => {
      const report = await world.run([specOf("none", { ...PARIS, keyword: "no such word anywhere" })]);
      expect(report.specs[0]).toMatchObject({
        status: "complete",
        stopReason: "no_results",
        creditsSpent: 0,
        pages: 1,
      });
    });
  });

  it("stores each person once and each sighting always, where searches and pages overlap", async () => {
    await withWorld({ connections: 24 }, async (world) => {
      world.simulator.setFaults([{ when: { page: 2 }, fault: { kind: "duplicate_person", credits: 25 } }]);
      const specs = Array.from({ length: 8 }, (_, index) => specOf(`same-${index}`, PARIS, { maxPages: 3 }));
      const report = await world.run(specs, {}, { concurrency: 16 });
      expect(report.totals.profilesSeen).toBe(8 * 76);
      const [counts] = await rowsOf(
        world,
        "select (select count(*) from sightings) as sightings, (select count(*) from profile_versions) as versions, count(*) as people from profiles",
      );
      expect(counts).toMatchObject({ sightings: 8 * 76 });
      expect(counts?.people).toBe(counts?.versions);
      expect(report.totals.profilesNew).toBe(counts?.people);
      await expectInvariants(world.db, world.simulator);
    });
  });

  it("rewrites nobody who did not change, and notices who did", async () => {
    await withWorld({}, async (world) => {
      const spec = paris({ stopAfterKnownPages: 0 });
      await world.run([spec]);
      const written = () => rowsOf(world, "select profile_id, xmin::text from profiles order by 1");
      const before = await written();
      const again = await world.run([spec], { restart: true });
      expect(again.totals).toMatchObject({ profilesNew: 0, profilesChanged: 0 });
      expect(await written()).toEqual(before);
      world.simulator.setDay(40);
      const later = await world.run([spec], { restart: true });
      expect(later.totals.profilesChanged).toBeGreaterThan(0);
      expect((await rowsOf(world, "select * from job_changes")).length).toBeGreaterThan(0);
    });
  });

  it("ends a refresh after two pages of known people", async () => {
    await withWorld({}, async (world) => {
      await world.run([paris()]);
      const report = await world.run([paris({ refreshDays: 0 })]);
      expect(report.specs[0]).toMatchObject({ stopReason: "known_people", pages: 2 });
    });
  });
});

describe("guards against paying for ever", () => {
  it("stop at a next page that does not grow", async () => {
    await withWorld({}, async (world) => {
      world.simulator.setFaults([{ when: { page: 2 }, fault: { kind: "next_page", to: "backwards" } }]);
      const report = await world.run([paris()]);
      expect(report.specs[0]).toMatchObject({ status: "failed", stopReason: "loop_detected", pages: 2 });
    });
  });

  it("stop after two pages that bring nobody new", async () => {
    await withWorld({}, async (world) => {
      world.simulator.setFaults([{ when: {}, fault: { kind: "endless" } }]);
      const report = await world.run([paris()]);
      const real = Math.ceil(world.simulator.search(PARIS).length / 25);
      expect(report.specs[0]).toMatchObject({ status: "complete", stopReason: "no_progress" });
      expect(world.simulator.requests.length).toBeLessThanOrEqual(real + 2);
    });
  });

  it("take has_more for the end and total_count for advice", async () => {
    await withWorld({}, async (world) => {
      world.simulator.setFaults([
        { when: { page: 2 }, fault: { kind: "override", set: { has_more: false, total_count: 900 } } },
      ]);
      expect((await world.run([paris()])).specs[0]).toMatchObject({ stopReason: "no_more_pages", pages: 2 });
    });
  });
});

describe("profiles that cannot be stored", () => {
  it("are kept aside with the reason, and the rest of the page is stored", async () => {
    await withWorld({}, async (world) => {
      world.simulator.setFaults([
        { when: { page: 1 }, fault: { kind: "profile", corruption: "id_null", at: 3 } },
      ]);
      const report = await world.run([paris({ maxPages: 1 })]);
      expect(report.specs[0]).toMatchObject({ profilesRejected: 1, profilesNew: 24, creditsSpent: 25 });
      expect(await rowsOf(world, "select position, path from rejected_profiles")).toEqual([
        { position: 3, path: "profile_id" },
      ]);
    });
  });
});

describe("people who asked to be forgotten", () => {
  it("are in no table and in no stored bytes", async () => {
    await withWorld({}, async (world) => {
      const [id = ""] = world.simulator.search(PARIS);
      const [digest] = suppressionDigests(PEPPER, [{ kind: "profile_id", value: id }]);
      await world.db.pool.query("insert into suppressions (kind, digest) values ($1, $2)", [
        digest?.kind,
        digest?.digest,
      ]);
      const report = await world.run([paris({ maxPages: 1 })]);
      expect(report.specs[0]).toMatchObject({ profilesSuppressed: 1, profilesNew: 24, creditsSpent: 25 });
      const { rows: tables } = await world.db.pool.query(
        "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
      );
      for (const { table_name: table } of tables) {
        const { rows } = await world.db.pool.query(
          `select 1 from ${table} as t where t::text like '%' || $1 || '%'`,
          [id],
        );
        expect({ table, rows }).toEqual({ table, rows: [] });
      }
      const [{ body } = {}] = await rowsOf(
        world,
        "select convert_from(body, 'UTF8') as body from call_bodies",
      );
      expect(body).not.toContain(id);
    });
  });
});

describe("a page that the database refuses", () => {
  it("is kept, stops the walk, and is stored for nothing once the database takes it", async () => {
    await withWorld({}, async (world) => {
      await world.db.pool.query(
        "alter table sightings add constraint no_more check (position < 5) not valid",
      );
      const { runId, specs } = await world.run([paris({ maxPages: 2 })]);
      expect(specs[0]).toMatchObject({ status: "stopped", stopReason: "store_refused" });
      expect(specs[0]?.note).toContain("no_more");
      expect(await storedPeople(world)).toEqual([]);
      const asked = world.simulator.requests.length;
      await world.db.pool.query("alter table sightings drop constraint no_more");
      await world.runs.resumeRun(runId, null, null);
      await world.work();
      expect((await world.report(runId)).specs[0]).toMatchObject({ pages: 2, profilesNew: 50 });
      expect(world.simulator.requests.map(({ page }) => page).filter((page) => page === 1)).toHaveLength(1);
      expect(world.simulator.requests.length).toBeLessThanOrEqual(Math.max(asked, 2));
      await expectInvariants(world.db, world.simulator);
    });
  });
});

describe("pages stored late", () => {
  it("never overwrite what a later call showed", async () => {
    await withWorld({}, async (world) => {
      const spec = paris({ maxPages: 1 });
      const { rings } = await world.plan([spec]);
      const taken = await world.store.takeWalk(rings[0]?.walkId ?? 0);
      if (taken.kind !== "taken") throw new Error("not taken");
      await world.store.beginWalk(taken.lease);
      const opened = await world.store.openCall(
        taken.lease,
        { priceClass: "any", unapplied: null },
        randomUUID(),
      );
      if (opened.kind !== "open") throw new Error("not opened");
      const early = await world.search.search({ search: spec.search, page: 1 });
      await world.store.recordAnswer(opened.callId, early);
      world.simulator.setDay(60);
      await world.run([specOf("others", PARIS, { maxPages: 6 })]);
      const record = () =>
        rowsOf(
          world,
          "select profile_id, current_title, current_company, experiences from profiles order by 1",
        );
      const before = new Map((await record()).map((row) => [row.profile_id, row]));
      await world.store.applyCall(taken.lease, opened.callId, early.page, NO_DETAIL);
      const after = (await record()).filter(({ profile_id }) => before.has(profile_id));
      expect(after).toEqual([...before.values()]);
      const versions = await rowsOf(
        world,
        "select profile_id from profile_versions group by 1 having count(*) > 1",
      );
      expect(versions.length).toBeGreaterThan(0);
    });
  });
});
