import { describe, expect, it } from "vitest";
import { purgeDaily } from "../../src/privacy/purge.ts";
import { openQueues } from "../../src/queue/queues.ts";
import { expectInvariants } from "../support/invariants.ts";
import { buy, leaseWalk, NO_DETAIL, PARIS, parisSpec, rowsOf } from "../support/leased-walk.ts";
import { peopleOutOfOrder, storedPeople, tablesHolding } from "../support/people.ts";
import { forgetDeps, letDaysPass, purgeIn, revealingSpec } from "../support/privacy.ts";
import { specOf, type TestApp, withTestApp } from "../support/test-app.ts";

const YEAR = { people: 365, raw: 30 };
const pageOne = (name: string) => specOf(name, PARIS, { maxPages: 1 });
const count = async (app: TestApp, table: string) =>
  (await rowsOf(app, `select count(*) as count from ${table}`))[0]?.count;

describe("retention", () => {
  it("goes by the date of first collection, however lately somebody was seen again", async () => {
    await withTestApp({}, async (app) => {
      await app.run([pageOne("first")]);
      await letDaysPass(app, 366, "profiles");
      // Whoever they are by then: the page shows all of them changed, and fifty people whom nobody knew.
      app.simulator.setDay(400);
      await app.run([specOf("later", { ...PARIS, reveal_info: true }, { maxPages: 3 })]);
      const ids = (
        await rowsOf(app, "select profile_id from profiles where first_seen_at < now() - interval '1 year'")
      ).map(({ profile_id }) => String(profile_id));
      expect(ids).toHaveLength(25);
      const before = (await storedPeople(app)).size;
      expect(await purgeIn(app, YEAR)).toMatchObject({ people: 25, suppressed: 0 });
      expect((await storedPeople(app)).size).toBe(before - 25);
      for (const id of ids.slice(0, 3)) expect(await tablesHolding(app, id)).toEqual([]);
      expect(await count(app, "suppressions")).toBe(0);
      expect(await rowsOf(app, "select kind, people from erasures")).toEqual([
        { kind: "retention", people: 25 },
      ]);
      expect(await peopleOutOfOrder(app)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("deletes what the queue and the webhook no longer need, and nothing that is in use", async () => {
    await withTestApp({}, async (app) => {
      await app.run([pageOne("first")]);
      const url = String(app.db.pool.options.connectionString);
      const queue = await openQueues({ kind: "postgres", url });
      await queue.add("main", { name: "walk-spec", payload: {}, id: "kept", delayMs: 60_000 });
      await queue.add("run-1", { name: "walk-spec", payload: {}, id: "left", delayMs: 60_000 });
      await queue.close();
      await app.db.pool.query(
        "insert into runs (id, selection, status) overriding system value values (77, '{}', 'running')",
      );
      await app.db.pool.query(
        `insert into sourcing_queue.event (queue, event, created_at_ms)
         select 'sourcing-main', 'added', (extract(epoch from now() - make_interval(days => n)) * 1000)::bigint
         from generate_series(0, 9) as n`,
      );
      await app.db.pool.query(
        "insert into webhook_reports (kind, made_at) values ('x', now() - interval '31 days')",
      );
      await app.db.pool.query(
        "insert into sourcing_queue.meta (queue, field) values ('sourcing-run-77', 'x'), ('sourcing-run-99', 'x')",
      );
      await purgeIn(app, YEAR);
      expect(await rowsOf(app, "select queue, id from sourcing_queue.job")).toEqual([
        { queue: "sourcing-main", id: "kept" },
      ]);
      const old = "created_at_ms < extract(epoch from now() - interval '1 day') * 1000";
      expect(await count(app, `sourcing_queue.event where ${old}`)).toBe(0);
      expect(await count(app, "sourcing_queue.event")).toBeGreaterThan(0);
      expect(await rowsOf(app, "select distinct queue from sourcing_queue.meta order by 1")).toEqual([
        { queue: "sourcing-main" },
        { queue: "sourcing-run-77" },
      ]);
      expect(await count(app, "webhook_reports where kind = 'x'")).toBe(0);
    });
  });

  it("takes those who are seen after that for new people", async () => {
    await withTestApp({}, async (app) => {
      await app.run([pageOne("first")]);
      await letDaysPass(app, 366, "profiles");
      await purgeIn(app, YEAR);
      expect((await app.run([pageOne("again")])).totals).toMatchObject({
        profilesNew: 25,
        profilesSuppressed: 0,
      });
      expect(await purgeIn(app, YEAR)).toMatchObject({ people: 0 });
      expect(await count(app, "profiles")).toBe(25);
    });
  });

  it("deletes raw answers sooner, and forms that could not be stored, but no answer that is yet to be stored", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([
        { when: { nth: 1 }, fault: { kind: "profile", corruption: "id_null", at: 0 } },
      ]);
      await app.run([pageOne("stored")]);
      const hands = await leaseWalk(app, parisSpec({ maxPages: 1 }));
      const { callId, answer } = await buy(app, hands);
      await hands.store.recordAnswer(callId, answer);
      for (const table of ["call_bodies", "rejected_profiles"] as const) await letDaysPass(app, 31, table);
      expect(await purgeIn(app, { people: null, raw: 30 })).toEqual({
        people: 0,
        bodies: 1,
        rejected: 1,
        suppressed: 0,
        scrub: { state: "left_to_server", remains: [] },
      });
      expect(await rowsOf(app, "select call_id from call_bodies")).toEqual([{ call_id: callId }]);
      expect(await count(app, "profiles")).toBe(24);
      await hands.store.applyPage(hands.lease, callId, answer.page, NO_DETAIL);
      expect(await count(app, "profiles")).toBe(25);
    });
  });

  it("ends the time of people on a page that was never stored too, and the page is left alone then", async () => {
    await withTestApp({}, async (app) => {
      const hands = await leaseWalk(app, parisSpec());
      const { callId, answer } = await buy(app, hands);
      await hands.store.recordAnswer(callId, answer);
      await letDaysPass(app, 366, "call_bodies");
      expect(await purgeIn(app, YEAR)).toMatchObject({ bodies: 1 });
      expect(await hands.store.unappliedCalls(hands.lease)).toEqual([]);
      expect(await rowsOf(app, "select problem from calls")).toEqual([
        { problem: expect.stringContaining("RETENTION_DAYS") },
      ]);
    });
  });

  it("says what is past its time before anything is deleted", async () => {
    await withTestApp({}, async (app) => {
      await app.run([revealingSpec()]);
      const { erasure } = forgetDeps(app);
      const fresh = await erasure.overdue(YEAR);
      expect(fresh).toMatchObject({ people: 0, bodies: 0, rejected: 0, nextPersonAt: expect.any(Date) });
      await letDaysPass(app, 366, "profiles");
      await letDaysPass(app, 31, "call_bodies");
      expect(await erasure.overdue(YEAR)).toEqual({ people: 25, bodies: 1, rejected: 0, nextPersonAt: null });
      expect(await erasure.overdue({ people: null, raw: 30 })).toMatchObject({
        people: 0,
        nextPersonAt: null,
      });
    });
  });

  it("is done once a day by one of all who would", async () => {
    await withTestApp({}, async (app) => {
      await app.run([pageOne("first")]);
      const deps = { erasure: forgetDeps(app).erasure, rules: YEAR };
      const { signal } = new AbortController();
      await Promise.all([purgeDaily(deps, signal), purgeDaily(deps, signal)]);
      await letDaysPass(app, 366, "profiles");
      await purgeDaily(deps, signal);
      expect(await count(app, "profiles")).toBe(25);
      await rowsOf(app, "update ledger_state set purged_at = now() - interval '25 hours'");
      await purgeDaily(deps, signal);
      expect(await count(app, "profiles")).toBe(0);
    });
  });

  it("goes batch by batch and stops between two when it is told to", async () => {
    await withTestApp({}, async (app) => {
      await rowsOf(
        app,
        `insert into profiles (profile_id, first_seen_at) select 'p' || n, now() - interval '366 days' from generate_series(1, 2500) as n`,
      );
      const stopping = new AbortController();
      const { erasure } = forgetDeps(app);
      const rules = YEAR;
      const purgePeople: typeof erasure.purgePeople = async (given) => {
        const purged = await erasure.purgePeople(given);
        stopping.abort();
        return purged;
      };
      const deps = { erasure: { ...erasure, claimPurge: async () => true, purgePeople }, rules };
      await purgeDaily(deps, stopping.signal);
      expect(await count(app, "profiles")).toBe(1_500);
      expect(await purgeIn(app, YEAR)).toMatchObject({ people: 1_500 });
      expect(await rowsOf(app, "select people from erasures order by id")).toEqual(
        [1_000, 1_000, 500].map((people) => ({ people })),
      );
    });
  });
});
