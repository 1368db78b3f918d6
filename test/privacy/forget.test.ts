import { sql } from "drizzle-orm";
import { Client } from "pg";
import { describe, expect, it, vi } from "vitest";
import { suppressionDigests } from "../../src/people/identity/suppression.ts";
import { planErasure } from "../../src/privacy/store/preview-erasure.ts";
import { expectInvariants } from "../support/invariants.ts";
import { buy, leaseWalk, NO_DETAIL, PARIS, parisSpec, rowsOf } from "../support/leased-walk.ts";
import { peopleOutOfOrder, storedPeople, tablesHolding } from "../support/people.ts";
import { forgetDeps, forgetIn, purgeIn, revealingSpec, somebody } from "../support/privacy.ts";
import { PEPPER, specOf, type TestApp, withTestApp } from "../support/test-app.ts";
import { TEST_SCHEMA } from "../support/test-database.ts";

const firstOf = ({ simulator }: TestApp): string => simulator.search(PARIS)[0] ?? "";

async function expectGone(app: TestApp, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) expect({ text, in: await tablesHolding(app, text) }).toEqual({ text, in: [] });
}

/** Holds a lock that one of two works needs in its middle, until `meanwhile` is done. */
async function whileLocked(app: TestApp, statement: string, meanwhile: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: app.db.pool.options.connectionString });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(statement);
    await meanwhile();
    await client.query("rollback");
  } finally {
    await client.end();
  }
}

/** Waits until somebody waits: for a lock of that kind. */
async function untilWaiting(app: TestApp, kind: "advisory" | "relation" | "transactionid"): Promise<void> {
  await vi.waitUntil(
    async () =>
      (
        await rowsOf(
          app,
          // Other tests wait in other databases of the same server.
          `select 1 from pg_locks where not granted and locktype = $1 and coalesce(database, 0) in
             (0, (select oid from pg_database where datname = current_database()))`,
          [kind],
        )
      ).length > 0,
    { timeout: 180_000 },
  );
}

describe("somebody who asks to be forgotten", () => {
  it.each(["id", "url", "email", "phone"] as const)(
    "by %s is in no table and no raw answer, and others stay",
    async (way) => {
      await withTestApp({}, async (app) => {
        await app.run([revealingSpec(), parisSpec({ maxPages: 2 })]);
        const known = await somebody(app);
        const before = (await storedPeople(app)).size;
        const typed = { ...known, url: `https://fr.linkedin.com/in/${known.id.toUpperCase()}/` }[way];
        const { erased, plan } = await forgetIn(app, typed);
        expect(erased).toMatchObject({ people: 1, versions: 2, sightings: 2, bodies: 2 });
        expect(plan.people[0]).toMatchObject({ profileId: known.id, why: { kind: expect.any(String) } });
        await expectGone(app, known.id, known.email, known.name);
        expect((await storedPeople(app)).size).toBe(before - 1);
        expect(await rowsOf(app, "select kind, people, bodies from erasures")).toEqual([
          { kind: "forget", people: 1, bodies: 2 },
        ]);
        const kinds = await rowsOf(app, "select distinct kind from suppressions order by 1");
        expect(kinds.map(({ kind }) => kind)).toEqual([
          "email",
          "linkedin_slug",
          ...(way === "phone" ? ["phone"] : []),
          "profile_id",
        ]);
        expect(await peopleOutOfOrder(app)).toEqual([]);
        await expectInvariants(app.db, app.simulator);
      });
    },
  );

  it("is not bought back by any later run, also by one that knows their number only", async () => {
    await withTestApp({}, async (app) => {
      await app.run([revealingSpec()]);
      const known = await somebody(app);
      await forgetIn(app, known.phone);
      await app.db.pool.query("delete from suppressions where kind <> 'phone'");
      const report = await app.run([revealingSpec("again")]);
      expect(report.totals).toMatchObject({ profilesSuppressed: 1, profilesNew: 0, creditsSpent: 25 });
      await expectGone(app, known.id, known.email, known.name);
    });
  });

  it("and is not stored yet will not be", async () => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      const { erased, plan } = await forgetIn(app, `linkedin.com/in/${id}`);
      expect([erased.people, plan.people]).toEqual([0, []]);
      expect((await app.run([parisSpec({ maxPages: 1 })])).totals).toMatchObject({ profilesSuppressed: 1 });
      await expectGone(app, id);
    });
  });

  it("goes with every other id, rejected entry and former address that shares something with theirs", async () => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      app.simulator.setFaults([
        { when: { nth: 1 }, fault: { kind: "profile", corruption: "id_null", at: 0 } },
      ]);
      await app.run([specOf("rejecting", PARIS, { maxPages: 1 }), parisSpec({ maxPages: 1 })]);
      // The same person under another id, whose address was the same in an older form only.
      await rowsOf(
        app,
        `with copy as (insert into profiles (profile_id, full_name, linkedin_slug) values ('renamed', 'Renamed', 'renamed') returning 1)
         select 1 from copy`,
      );
      await rowsOf(
        app,
        `insert into profile_versions (profile_id, hash, raw, experiences_detailed, educations_detailed, call_id)
         select 'renamed', form, json_build_object('profile_id', 'renamed', 'linkedin_url', 'https://linkedin.com/in/' || form)::text,
           false, false, 1 from unnest(array[$1, 'renamed']) as form`,
        [id],
      );
      const { erased, plan } = await forgetIn(app, `https://linkedin.com/in/${id}`);
      expect(plan.people.map(({ profileId }) => profileId).sort()).toEqual([id, "renamed"].sort());
      expect(erased).toMatchObject({ people: 2, rejected: 1, bodies: 2 });
      await expectGone(app, id, "renamed");
    });
  });

  it("is taken out of a page that is bought and not stored yet, where they count as suppressed", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(app, hands);
      await hands.store.recordAnswer(callId, answer);
      const id = firstOf(app);
      expect((await forgetIn(app, id)).erased).toMatchObject({ people: 0, bodies: 1 });
      await expectGone(app, id);
      app.gone.add("hands");
      await app.work();
      const { totals, specs } = await app.report(hands.runId);
      expect(totals).toMatchObject({
        profilesSeen: 25,
        profilesSuppressed: 1,
        profilesNew: 24,
        profilesRejected: 0,
      });
      expect(specs[0]?.stopReason).toBe("max_pages");
      await expectGone(app, id);
    });
  });

  it("and is alone on a page that is not stored yet breaks no contract", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec());
      const { callId, answer } = await buy(app, hands);
      const [first] = answer.page.profiles;
      const body = Buffer.from(
        JSON.stringify({ data: { profiles: [JSON.parse(first?.raw ?? "")], has_more: false } }),
      );
      await hands.store.recordAnswer(callId, { body, page: app.search.readPage(body) });
      await forgetIn(app, firstOf(app));
      app.gone.add("hands");
      await app.work();
      expect((await app.report(hands.runId)).specs[0]).toMatchObject({
        stopReason: "no_more_pages",
        profilesSuppressed: 1,
      });
    });
  });

  it("is taken out of an answer that is no page", async () => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      const profiles = { only: { profile_id: id } };
      app.simulator.setFaults([{ when: {}, fault: { kind: "override", set: { profiles } } }]);
      await app.run([parisSpec()]);
      expect(await tablesHolding(app, id)).toEqual([`${TEST_SCHEMA}.call_bodies`]);
      await forgetIn(app, id);
      await expectGone(app, id);
    });
  });

  it("leaves this machine's disk: what waits is stored first, what was put aside is rewritten", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(app, hands);
      const { spool } = app.deps();
      const [{ attempt } = {}] = await rowsOf(app, "select attempt from calls");
      const waiting = { callId, attempt: String(attempt), body: answer.body };
      const stray = { callId: 999, attempt: "of another database", body: answer.body };
      for (const kept of [waiting, stray]) await spool.keep(kept);
      await spool.setAside(stray);
      expect((await forgetIn(app, firstOf(app))).files).toBe(1);
      expect(await spool.kept()).toEqual([]);
      let left = 0;
      await spool.rewrite((body) => {
        left += Buffer.from(body).includes(firstOf(app)) ? 1 : 0;
        return null;
      });
      expect(left).toBe(0);
      await expectGone(app, firstOf(app));
    });
  });

  it("is told where they had been exported, who may be the same person, and which specs name them", async () => {
    await withTestApp({}, async (app) => {
      await app.run([
        revealingSpec(),
        specOf("by-name", { keyword: "nobody" }, { notes: "filled below", maxPages: 1 }),
      ]);
      const { id, name } = await somebody(app);
      await rowsOf(app, "update search_specs set notes = 'for ' || upper($1) where spec = 'by-name'", [name]);
      await rowsOf(app, "insert into exports (destination, format, people) values ('crm', 'csv', 2)");
      await rowsOf(app, "insert into export_people select 1, profile_id from profiles limit 25");
      await rowsOf(app, "insert into reparses (after_profile_id) values ($1)", [id]);
      await rowsOf(
        app,
        `insert into profiles (profile_id, full_name, current_company)
         select 'double', upper(full_name), '  ' || current_company from profiles where profile_id = $1`,
        [id],
      );
      const { exports, plan } = await forgetIn(app, id);
      expect(exports).toMatchObject([{ exportId: 1, destination: "crm", people: 1 }]);
      expect(plan.duplicates.map(({ profileId }) => profileId)).toEqual(["double"]);
      expect(plan.specs).toEqual(["by-name"]);
      expect(await rowsOf(app, "select profile_id from export_people where profile_id = $1", [id])).toEqual(
        [],
      );
      expect(await rowsOf(app, "select 1 from reparses where after_profile_id = $1", [id])).toEqual([]);
    });
  });

  it("is found by a plan that may only read", async () => {
    await withTestApp({}, async (app) => {
      await app.run([revealingSpec()]);
      const { id } = await somebody(app);
      await app.db.transaction(async (tx) => {
        await tx.execute(sql`set transaction read only`);
        const plan = await planErasure(tx, [{ kind: "profile_id", value: id }]);
        expect(plan.held).toMatchObject({ people: 1, versions: 1, sightings: 1, bodies: 1, rejected: 0 });
      });
    });
  });
});

describe("a page that is stored while somebody on it is forgotten", () => {
  it("is waited for where it came first, and they are erased from it", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(app, hands);
      await hands.store.recordAnswer(callId, answer);
      let both: Promise<unknown>[] = [];
      await whileLocked(app, `select from walks where id = ${hands.lease.walkId} for update`, async () => {
        both = [hands.store.applyPage(hands.lease, callId, answer.page, NO_DETAIL)];
        await untilWaiting(app, "transactionid");
        both.push(forgetIn(app, firstOf(app)));
        await untilWaiting(app, "advisory");
      });
      await Promise.all(both);
      expect((await storedPeople(app)).size).toBe(24);
      await expectGone(app, firstOf(app));
    });
  });

  it("waits where it came second, and finds them suppressed; so does the next night, and a restored backup", async () => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      await app.run([specOf("before", PARIS, { maxPages: 1 })]);
      const backup = await backUp(app, id);
      const hands = await leaseWalk(app, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(app, hands);
      await hands.store.recordAnswer(callId, answer);
      let both: Promise<unknown>[] = [];
      await whileLocked(app, "lock table erasures in exclusive mode", async () => {
        both = [forgetIn(app, id)];
        await untilWaiting(app, "relation");
        both.push(hands.store.applyPage(hands.lease, callId, answer.page, NO_DETAIL));
        await untilWaiting(app, "advisory");
      });
      await Promise.all(both);
      await expectGone(app, id);
      await hands.store.finishWalk(hands.lease, { reason: "max_pages", fresh: false, note: null });
      const night = await app.run([specOf("night", PARIS, { maxPages: 1 })]);
      expect(night.totals).toMatchObject({ profilesSuppressed: 1, profilesNew: 0 });
      await expectGone(app, id);
      await backup.restore();
      expect(await tablesHolding(app, id)).not.toEqual([]);
      expect(await purgeIn(app, { people: null, raw: 30 })).toMatchObject({ suppressed: 1, people: 0 });
      await expectGone(app, id);
      await expectInvariants(app.db, app.simulator);
    });
  });
});

/** The rows of one person, and the way to have them back as a restored backup would. */
async function backUp(app: TestApp, id: string): Promise<{ restore(): Promise<void> }> {
  const tables = ["profiles", "profile_versions", "contacts", "sightings"];
  const kept = await Promise.all(
    tables.map(async (table) => {
      const rows = await rowsOf(app, `select to_jsonb(t) as row from ${table} t where profile_id = $1`, [id]);
      return { table, rows: JSON.stringify(rows.map(({ row }) => row)) };
    }),
  );
  const bodies = await rowsOf(app, "select call_id, body, encoding from call_bodies");
  return {
    async restore() {
      for (const { table, rows } of kept)
        await rowsOf(
          app,
          `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
          [rows],
        );
      const put = "update call_bodies set body = $2, encoding = $3 where call_id = $1";
      for (const { call_id, body, encoding } of bodies) await rowsOf(app, put, [call_id, body, encoding]);
    },
  };
}

it("the list of suppressed people names nobody, and says nothing without its secret", async () => {
  await withTestApp({}, async (app) => {
    await forgetIn(app, "ada@example.com");
    const [digest] = suppressionDigests(PEPPER, [{ kind: "email", value: "ada@example.com" }]);
    const rows = await rowsOf(app, "select kind, digest, reason from suppressions");
    expect(rows).toEqual([{ kind: "email", digest: digest?.digest, reason: "forget" }]);
    const { erasure } = forgetDeps(app);
    expect(await erasure.suppressedButStored()).toEqual([]);
  });
});
