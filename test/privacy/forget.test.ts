import { sql } from "drizzle-orm";
import { Client } from "pg";
import { describe, expect, it, vi } from "vitest";
import { suppressionDigests } from "../../src/people/suppression.ts";
import { planErasure } from "../../src/privacy/store/preview-erasure.ts";
import { buy, NO_DETAIL, PARIS, parisSpec, rowsOf, takeInHand } from "../support/leased-walk.ts";
import { expectInvariants } from "../support/invariants.ts";
import { peopleOutOfOrder, storedPeople, tablesHolding } from "../support/people.ts";
import { forgetIn, forgetPorts, purgeIn, revealingSpec, somebody } from "../support/privacy.ts";
import { PEPPER, specOf, type World, withWorld } from "../support/test-app.ts";

const firstOf = ({ simulator }: World): string => simulator.search(PARIS)[0] ?? "";

async function expectGone(world: World, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) expect({ text, in: await tablesHolding(world, text) }).toEqual({ text, in: [] });
}

/** Holds a lock that one of two works needs in its middle, until `meanwhile` is done. */
async function whileLocked(world: World, statement: string, meanwhile: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: world.db.pool.options.connectionString });
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
async function untilWaiting(world: World, kind: "advisory" | "relation" | "transactionid"): Promise<void> {
  await vi.waitUntil(
    async () =>
      (await rowsOf(world, "select 1 from pg_locks where not granted and locktype = $1", [kind])).length > 0,
    { timeout: 20_000 },
  );
}

describe("somebody who asks to be forgotten", () => {
  it.each(["id", "url", "email", "phone"] as const)(
    "by %s is in no table and no raw answer, and others stay",
    async (way) => {
      await withWorld({}, async (world) => {
        await world.run([revealingSpec(), parisSpec({ maxPages: 2 })]);
        const known = await somebody(world);
        const before = (await storedPeople(world)).size;
        const typed = { ...known, url: `https://fr.linkedin.com/in/${known.id.toUpperCase()}/` }[way];
        const { erased, plan } = await forgetIn(world, typed);
        expect(erased).toMatchObject({ people: 1, versions: 2, sightings: 2, bodies: 2 });
        expect(plan.people[0]).toMatchObject({ profileId: known.id, why: { kind: expect.any(String) } });
        await expectGone(world, known.id, known.email, known.name);
        expect((await storedPeople(world)).size).toBe(before - 1);
        expect(await rowsOf(world, "select kind, people, bodies from erasures")).toEqual([
          { kind: "forget", people: 1, bodies: 2 },
        ]);
        const kinds = await rowsOf(world, "select distinct kind from suppressions order by 1");
        expect(kinds.map(({ kind }) => kind)).toEqual([
          "email",
          "linkedin_slug",
          ...(way === "phone" ? ["phone"] : []),
          "profile_id",
        ]);
        expect(await peopleOutOfOrder(world)).toEqual([]);
        await expectInvariants(world.db, world.simulator);
      });
    },
  );

  it("is not bought back by any later run, also by one that knows their number only", async () => {
    await withWorld({}, async (world) => {
      await world.run([revealingSpec()]);
      const known = await somebody(world);
      await forgetIn(world, known.phone);
      await world.db.pool.query("delete from suppressions where kind <> 'phone'");
      const report = await world.run([revealingSpec("again")]);
      expect(report.totals).toMatchObject({ profilesSuppressed: 1, profilesNew: 0, creditsSpent: 25 });
      await expectGone(world, known.id, known.email, known.name);
    });
  });

  it("and is not stored yet will not be", async () => {
    await withWorld({}, async (world) => {
      const id = firstOf(world);
      const { erased, plan } = await forgetIn(world, `linkedin.com/in/${id}`);
      expect([erased.people, plan.people]).toEqual([0, []]);
      expect((await world.run([parisSpec({ maxPages: 1 })])).totals).toMatchObject({ profilesSuppressed: 1 });
      await expectGone(world, id);
    });
  });

  it("goes with every other id, rejected entry and former address that shares something with theirs", async () => {
    await withWorld({}, async (world) => {
      const id = firstOf(world);
      world.simulator.setFaults([
        { when: { nth: 1 }, fault: { kind: "profile", corruption: "id_null", at: 0 } },
      ]);
      await world.run([specOf("rejecting", PARIS, { maxPages: 1 }), parisSpec({ maxPages: 1 })]);
      // The same person under another id, whose address was the same in an older form only.
      await rowsOf(
        world,
        `with copy as (insert into profiles (profile_id, full_name, linkedin_slug) values ('renamed', 'Renamed', 'renamed') returning 1)
         select 1 from copy`,
      );
      await rowsOf(
        world,
        `insert into profile_versions (profile_id, hash, raw, experiences_detailed, educations_detailed, call_id)
         select 'renamed', form, json_build_object('profile_id', 'renamed', 'linkedin_url', 'https://linkedin.com/in/' || form)::text,
           false, false, 1 from unnest(array[$1, 'renamed']) as form`,
        [id],
      );
      const { erased, plan } = await forgetIn(world, `https://linkedin.com/in/${id}`);
      expect(plan.people.map(({ profileId }) => profileId).sort()).toEqual([id, "renamed"].sort());
      expect(erased).toMatchObject({ people: 2, rejected: 1, bodies: 2 });
      await expectGone(world, id, "renamed");
    });
  });

  it("is taken out of a page that is bought and not stored yet, where they count as suppressed", async () => {
    await withWorld({}, async (world) => {
      const hands = await takeInHand(world, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(world, hands);
      await hands.store.recordAnswer(callId, answer);
      const id = firstOf(world);
      expect((await forgetIn(world, id)).erased).toMatchObject({ people: 0, bodies: 1 });
      await expectGone(world, id);
      world.gone.add("hands");
      await world.work();
      const { totals, specs } = await world.report(hands.runId);
      expect(totals).toMatchObject({
        profilesSeen: 25,
        profilesSuppressed: 1,
        profilesNew: 24,
        profilesRejected: 0,
      });
      expect(specs[0]?.stopReason).toBe("max_pages");
      await expectGone(world, id);
    });
  });

  it("and is alone on a page that is not stored yet breaks no contract", async () => {
    await withWorld({}, async (world) => {
      const hands = await takeInHand(world, parisSpec());
      const { callId, answer } = await buy(world, hands);
      const [first] = answer.page.profiles;
      const body = Buffer.from(
        JSON.stringify({ data: { profiles: [JSON.parse(first?.raw ?? "")], has_more: false } }),
      );
      await hands.store.recordAnswer(callId, { body, page: world.search.readPage(body) });
      await forgetIn(world, firstOf(world));
      world.gone.add("hands");
      await world.work();
      expect((await world.report(hands.runId)).specs[0]).toMatchObject({
        stopReason: "no_more_pages",
        profilesSuppressed: 1,
      });
    });
  });

  it("is taken out of an answer that is no page", async () => {
    await withWorld({}, async (world) => {
      const id = firstOf(world);
      const profiles = { only: { profile_id: id } };
      world.simulator.setFaults([{ when: {}, fault: { kind: "override", set: { profiles } } }]);
      await world.run([parisSpec()]);
      expect(await tablesHolding(world, id)).toEqual(["public.call_bodies"]);
      await forgetIn(world, id);
      await expectGone(world, id);
    });
  });

  it("leaves this machine's disk: what waits is stored first, what was put aside is rewritten", async () => {
    await withWorld({}, async (world) => {
      const hands = await takeInHand(world, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(world, hands);
      const { spool } = world.ports();
      const [{ attempt } = {}] = await rowsOf(world, "select attempt from calls");
      const waiting = { callId, attempt: String(attempt), body: answer.body };
      const stray = { callId: 999, attempt: "of another database", body: answer.body };
      for (const kept of [waiting, stray]) await spool.keep(kept);
      await spool.setAside(stray);
      expect((await forgetIn(world, firstOf(world))).files).toBe(1);
      expect(await spool.kept()).toEqual([]);
      let left = 0;
      await spool.rewrite((body) => {
        left += Buffer.from(body).includes(firstOf(world)) ? 1 : 0;
        return null;
      });
      expect(left).toBe(0);
      await expectGone(world, firstOf(world));
    });
  });

  it("is told where they had been exported, who may be the same person, and which specs name them", async () => {
    await withWorld({}, async (world) => {
      await world.run([
        revealingSpec(),
        specOf("by-name", { keyword: "nobody" }, { notes: "filled below", maxPages: 1 }),
      ]);
      const { id, name } = await somebody(world);
      await rowsOf(world, "update search_specs set notes = 'for ' || upper($1) where spec = 'by-name'", [
        name,
      ]);
      await rowsOf(world, "insert into exports (destination, format, people) values ('crm', 'csv', 2)");
      await rowsOf(world, "insert into export_people select 1, profile_id from profiles limit 25");
      await rowsOf(world, "insert into reparses (after_profile_id) values ($1)", [id]);
      await rowsOf(
        world,
        `insert into profiles (profile_id, full_name, current_company)
         select 'double', upper(full_name), '  ' || current_company from profiles where profile_id = $1`,
        [id],
      );
      const { exports, plan } = await forgetIn(world, id);
      expect(exports).toMatchObject([{ exportId: 1, destination: "crm", people: 1 }]);
      expect(plan.duplicates.map(({ profileId }) => profileId)).toEqual(["double"]);
      expect(plan.specs).toEqual(["by-name"]);
      expect(await rowsOf(world, "select profile_id from export_people where profile_id = $1", [id])).toEqual(
        [],
      );
      expect(await rowsOf(world, "select 1 from reparses where after_profile_id = $1", [id])).toEqual([]);
    });
  });

  it("is found by a plan that may only read", async () => {
    await withWorld({}, async (world) => {
      await world.run([revealingSpec()]);
      const { id } = await somebody(world);
      await world.db.transaction(async (tx) => {
        await tx.execute(sql`set transaction read only`);
        const plan = await planErasure(tx, [{ kind: "profile_id", value: id }]);
        expect(plan.held).toMatchObject({ people: 1, versions: 1, sightings: 1, bodies: 1, rejected: 0 });
      });
    });
  });
});

describe("a page that is stored while somebody on it is forgotten", () => {
  it("is waited for where it came first, and they are erased from it", async () => {
    await withWorld({}, async (world) => {
      const hands = await takeInHand(world, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(world, hands);
      await hands.store.recordAnswer(callId, answer);
      let both: Promise<unknown>[] = [];
      await whileLocked(world, `select from walks where id = ${hands.lease.walkId} for update`, async () => {
        both = [hands.store.applyCall(hands.lease, callId, answer.page, NO_DETAIL)];
        await untilWaiting(world, "transactionid");
        both.push(forgetIn(world, firstOf(world)));
        await untilWaiting(world, "advisory");
      });
      await Promise.all(both);
      expect((await storedPeople(world)).size).toBe(24);
      await expectGone(world, firstOf(world));
    });
  });

  it("waits where it came second, and finds them suppressed; so does the next night, and a restored backup", async () => {
    await withWorld({}, async (world) => {
      const id = firstOf(world);
      await world.run([specOf("before", PARIS, { maxPages: 1 })]);
      const backup = await backUp(world, id);
      const hands = await takeInHand(world, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(world, hands);
      await hands.store.recordAnswer(callId, answer);
      let both: Promise<unknown>[] = [];
      await whileLocked(world, "lock table erasures in exclusive mode", async () => {
        both = [forgetIn(world, id)];
        await untilWaiting(world, "relation");
        both.push(hands.store.applyCall(hands.lease, callId, answer.page, NO_DETAIL));
        await untilWaiting(world, "advisory");
      });
      await Promise.all(both);
      await expectGone(world, id);
      await hands.store.finishWalk(hands.lease, { reason: "max_pages", fresh: false, note: null });
      const night = await world.run([specOf("night", PARIS, { maxPages: 1 })]);
      expect(night.totals).toMatchObject({ profilesSuppressed: 1, profilesNew: 0 });
      await expectGone(world, id);
      await backup.restore();
      expect(await tablesHolding(world, id)).not.toEqual([]);
      expect(await purgeIn(world, { people: null, raw: 30 })).toMatchObject({ suppressed: 1, people: 0 });
      await expectGone(world, id);
      await expectInvariants(world.db, world.simulator);
    });
  });
});

/** The rows of one person, and the way to have them back as a restored backup would. */
async function backUp(world: World, id: string): Promise<{ restore(): Promise<void> }> {
  const tables = ["profiles", "profile_versions", "contacts", "sightings"];
  const kept = await Promise.all(
    tables.map(async (table) => {
      const rows = await rowsOf(world, `select to_jsonb(t) as row from ${table} t where profile_id = $1`, [
        id,
      ]);
      return { table, rows: JSON.stringify(rows.map(({ row }) => row)) };
    }),
  );
  const bodies = await rowsOf(world, "select call_id, body from call_bodies");
  return {
    async restore() {
      for (const { table, rows } of kept)
        await rowsOf(
          world,
          `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
          [rows],
        );
      for (const { call_id, body } of bodies)
        await rowsOf(world, "update call_bodies set body = $2 where call_id = $1", [call_id, body]);
    },
  };
}

it("the list of suppressed people names nobody, and says nothing without its secret", async () => {
  await withWorld({}, async (world) => {
    await forgetIn(world, "ada@example.com");
    const [digest] = suppressionDigests(PEPPER, [{ kind: "email", value: "ada@example.com" }]);
    const rows = await rowsOf(world, "select kind, digest, reason from suppressions");
    expect(rows).toEqual([{ kind: "email", digest: digest?.digest, reason: "forget" }]);
    const { erasure } = forgetPorts(world);
    expect(await erasure.suppressedButStored()).toEqual([]);
  });
});
