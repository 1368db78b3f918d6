import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { suppressionDigests } from "../../../src/people/identity/suppression.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { NO_DETAIL } from "../../support/leased-walk.ts";
import { storedBodies } from "../../support/stored-bodies.ts";
import { PEPPER, specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const PARIS = { job_title: ["Product Manager"], location: ["Paris, France"] };
const paris = (settings: object = {}) => specOf("paris", PARIS, settings);

async function rowsOf({ db }: TestApp, query: string): Promise<Record<string, unknown>[]> {
  return (await db.pool.query(query)).rows;
}

async function storedPeople(app: TestApp): Promise<unknown[]> {
  return (await rowsOf(app, 'select profile_id from profiles order by profile_id collate "C"')).map(
    ({ profile_id }) => profile_id,
  );
}

describe("walking a search", () => {
  it("stores everybody whom it shows and ends at the last page", async () => {
    await withTestApp({}, async (app) => {
      const report = await app.run([paris()]);
      expect(report.specs[0]).toMatchObject({ status: "complete", stopReason: "no_more_pages" });
      expect(await storedPeople(app)).toEqual([...app.simulator.search(PARIS)].sort());
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("of nobody is complete after one free page", async () => {
    await withTestApp({}, async (app) => {
      const report = await app.run([specOf("none", { ...PARIS, keyword: "no such word anywhere" })]);
      expect(report.specs[0]).toMatchObject({
        status: "complete",
        stopReason: "no_results",
        creditsSpent: 0,
        pages: 1,
      });
    });
  });

  it("stores each person once and each sighting always, where searches and pages overlap", async () => {
    await withTestApp({ connections: 24 }, async (app) => {
      app.simulator.setFaults([{ when: { page: 2 }, fault: { kind: "duplicate_person", credits: 25 } }]);
      const specs = Array.from({ length: 8 }, (_, index) => specOf(`same-${index}`, PARIS, { maxPages: 3 }));
      const report = await app.run(specs, {}, { concurrency: 16 });
      expect(report.totals.profilesSeen).toBe(8 * 76);
      const [counts] = await rowsOf(
        app,
        "select (select count(*) from sightings) as sightings, (select count(*) from profile_versions) as versions, count(*) as people from profiles",
      );
      expect(counts).toMatchObject({ sightings: 8 * 76 });
      expect(counts?.people).toBe(counts?.versions);
      expect(report.totals.profilesNew).toBe(counts?.people);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("rewrites nobody who did not change, and notices who did", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris({ stopAfterKnownPages: 0 });
      await app.run([spec]);
      const written = () => rowsOf(app, "select profile_id, xmin::text from profiles order by 1");
      const before = await written();
      const again = await app.run([spec], { restart: true });
      expect(again.totals).toMatchObject({ profilesNew: 0, profilesChanged: 0 });
      expect(await written()).toEqual(before);
      app.simulator.setDay(40);
      const later = await app.run([spec], { restart: true });
      expect(later.totals.profilesChanged).toBeGreaterThan(0);
      expect((await rowsOf(app, "select * from job_changes")).length).toBeGreaterThan(0);
    });
  });

  it("ends a refresh after two pages of known people", async () => {
    await withTestApp({}, async (app) => {
      await app.run([paris()]);
      const report = await app.run([paris({ refreshDays: 0 })]);
      expect(report.specs[0]).toMatchObject({ stopReason: "known_people", pages: 2 });
    });
  });
});

describe("guards against paying for ever", () => {
  it("stop at a next page that does not grow", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: {}, fault: { kind: "next_page", to: "same" } }]);
      const report = await app.run([paris()]);
      expect(report.specs[0]).toMatchObject({ status: "failed", stopReason: "loop_detected", pages: 1 });
    });
  });

  it("stop after two pages that bring nobody new", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: {}, fault: { kind: "endless" } }]);
      const report = await app.run([paris()]);
      const real = Math.ceil(app.simulator.search(PARIS).length / 25);
      expect(report.specs[0]).toMatchObject({ status: "complete", stopReason: "no_progress" });
      expect(app.simulator.requests.length).toBeLessThanOrEqual(real + 2);
    });
  });

  it("take has_more for the end and total_count for advice", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([
        { when: { page: 2 }, fault: { kind: "override", set: { has_more: false, total_count: 900 } } },
      ]);
      expect((await app.run([paris()])).specs[0]).toMatchObject({ stopReason: "no_more_pages", pages: 2 });
    });
  });
});

describe("profiles that cannot be stored", () => {
  it("are kept aside with the reason, and the rest of the page is stored", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([
        { when: { page: 1 }, fault: { kind: "profile", corruption: "id_null", at: 3 } },
      ]);
      const report = await app.run([paris({ maxPages: 1 })]);
      expect(report.specs[0]).toMatchObject({ profilesRejected: 1, profilesNew: 24, creditsSpent: 25 });
      expect(await rowsOf(app, "select position, path from rejected_profiles")).toEqual([
        { position: 3, path: "profile_id" },
      ]);
    });
  });
});

describe("people who asked to be forgotten", () => {
  it("fill two pages in a row, and the rest of the search is bought none the less", async () => {
    await withTestApp({}, async (app) => {
      const people = app.simulator.search(PARIS);
      const ids = people.slice(25, 75).map((value) => ({ kind: "profile_id" as const, value }));
      for (const { kind, digest } of suppressionDigests(PEPPER, ids))
        await app.db.pool.query("insert into suppressions (kind, digest) values ($1, $2)", [kind, digest]);
      const report = await app.run([paris()]);
      expect(report.specs[0]).toMatchObject({
        stopReason: "no_more_pages",
        profilesSuppressed: 50,
        profilesNew: people.length - 50,
      });
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("are in no table and in no stored bytes", async () => {
    await withTestApp({}, async (app) => {
      const [id = ""] = app.simulator.search(PARIS);
      const [digest] = suppressionDigests(PEPPER, [{ kind: "profile_id", value: id }]);
      await app.db.pool.query("insert into suppressions (kind, digest) values ($1, $2)", [
        digest?.kind,
        digest?.digest,
      ]);
      const report = await app.run([paris({ maxPages: 1 })]);
      expect(report.specs[0]).toMatchObject({ profilesSuppressed: 1, profilesNew: 24, creditsSpent: 25 });
      const { rows: tables } = await app.db.pool.query(
        "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
      );
      for (const { table_name: table } of tables) {
        const { rows } = await app.db.pool.query(
          `select 1 from ${table} as t where t::text like '%' || $1 || '%'`,
          [id],
        );
        expect({ table, rows }).toEqual({ table, rows: [] });
      }
      expect([...(await storedBodies(app)).values()].join()).not.toContain(id);
    });
  });
});

describe("a page that the database refuses", () => {
  it("is kept, stops the walk, and is stored for nothing once the database takes it", async () => {
    await withTestApp({}, async (app) => {
      await app.db.pool.query("alter table sightings add constraint no_more check (position < 5) not valid");
      const { runId, specs } = await app.run([paris({ maxPages: 2 })]);
      expect(specs[0]).toMatchObject({ status: "stopped", stopReason: "store_refused" });
      expect(specs[0]?.note).toContain("no_more");
      expect(await storedPeople(app)).toEqual([]);
      const asked = app.simulator.requests.length;
      await app.db.pool.query("alter table sightings drop constraint no_more");
      await app.runs.resumeRun(runId, null, null);
      await app.work();
      expect((await app.report(runId)).specs[0]).toMatchObject({ pages: 2, profilesNew: 50 });
      expect(app.simulator.requests.map(({ page }) => page).filter((page) => page === 1)).toHaveLength(1);
      expect(app.simulator.requests.length).toBeLessThanOrEqual(Math.max(asked, 2));
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("pages stored late", () => {
  it("never overwrite what a later call showed", async () => {
    await withTestApp({}, async (app) => {
      const spec = paris({ maxPages: 1 });
      const { rings } = await app.plan([spec]);
      const taken = await app.store.acquireLease(rings[0]?.walkId ?? 0);
      if (taken.kind !== "taken") throw new Error("not taken");
      await app.store.beginWalk(taken.lease);
      const opened = await app.store.openCall(
        taken.lease,
        { priceClass: "any", unapplied: null },
        randomUUID(),
      );
      if (opened.kind !== "open") throw new Error("not opened");
      const early = await app.search.search({ search: spec.search, page: 1 });
      await app.store.recordAnswer(opened.callId, early);
      app.simulator.setDay(60);
      await app.run([specOf("others", PARIS, { maxPages: 6 })]);
      const record = () =>
        rowsOf(
          app,
          "select profile_id, current_title, current_company, experiences from profiles order by 1",
        );
      const before = new Map((await record()).map((row) => [row.profile_id, row]));
      await app.store.applyPage(taken.lease, opened.callId, early.page, NO_DETAIL);
      const after = (await record()).filter(({ profile_id }) => before.has(profile_id));
      expect(after).toEqual([...before.values()]);
      const versions = await rowsOf(
        app,
        "select profile_id from profile_versions group by 1 having count(*) > 1",
      );
      expect(versions.length).toBeGreaterThan(0);
    });
  });
});
