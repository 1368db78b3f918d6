import { describe, expect, it } from "vitest";
import type { Fault } from "../../../src/simulator/fault-script.ts";
import { CORRUPTION_NAMES, type CorruptionName } from "../../../src/simulator/profile-corruptions.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { PARIS, parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { peopleOutOfOrder, storedPeople } from "../../support/people.ts";
import { storedBodies, storedBytes } from "../../support/stored-bodies.ts";
import { specOf, withTestApp } from "../../support/test-app.ts";

const UNREADABLE: ReadonlySet<CorruptionName> = new Set([
  "id_null",
  "id_missing",
  "id_empty",
  "id_long",
  "id_number",
  "not_an_object",
  "null_profile",
]);

describe("a page of which one profile is odd", () => {
  it("is stored, whatever is odd about it", async () => {
    await withTestApp({}, async (app) => {
      for (const corruption of CORRUPTION_NAMES) {
        app.simulator.setFaults([{ when: {}, fault: { kind: "profile", corruption, at: 2 } }]);
        const spec = specOf(corruption.replaceAll("_", "-"), PARIS, { maxPages: 1 });
        const { pages, profilesRejected, profilesSeen } = (await app.run([spec])).totals;
        const rejected = UNREADABLE.has(corruption) ? 1 : 0;
        expect({ corruption, pages, profilesRejected, profilesSeen }).toEqual({
          corruption,
          pages: 1,
          profilesRejected: rejected,
          profilesSeen: 25,
        });
      }
      expect(await peopleOutOfOrder(app)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it.each(["null_character", "lone_surrogate", "invalid_utf8"] as const)(
    "has its texts clean where they held %s, its bytes as they came",
    async (corruption) => {
      await withTestApp({}, async (app) => {
        app.simulator.setFaults([{ when: {}, fault: { kind: "profile", corruption, at: "all" } }]);
        await app.run([parisSpec({ maxPages: 1 })]);
        const texts = JSON.stringify([...(await storedPeople(app)).values()]);
        expect(texts).not.toMatch(/\\u0000|\\ud8|\\udc/iu);
        const [body = Buffer.alloc(0)] = (await storedBytes(app)).values();
        const raw = { null_character: "\\u0000", lone_surrogate: "\\ud800", invalid_utf8: "\u00ff\u00fe" }[
          corruption
        ];
        expect(body.toString("latin1")).toContain(raw);
      });
    },
  );
});

describe("a page that cannot be used", () => {
  it.each<[string, Fault]>([
    ["without profiles", { kind: "override", remove: ["profiles"] }],
    ["whose profiles are no list", { kind: "override", set: { profiles: "none" } }],
    ["whose every profile is rejected", { kind: "profile", corruption: "id_null", at: "all" }],
  ])("%s breaks the contract, keeps its bytes and fails the spec", async (_, fault) => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 2 }, fault }]);
      const report = await app.run([parisSpec()]);
      expect(report.specs[0]).toMatchObject({ status: "failed", stopReason: "contract_broken", pages: 2 });
      expect((await storedPeople(app)).size).toBe(25);
      expect(await rowsOf(app, "select call_id from call_bodies")).toHaveLength(2);
      expect((await app.run([parisSpec()])).specs[0]).toMatchObject({
        stopReason: "contract_broken",
        pages: 0,
      });
      expect(app.simulator.requests).toHaveLength(2);
    });
  });
});

it("a page of 40 MB is stored, its bytes as they came", async () => {
  await withTestApp({}, async (app) => {
    app.simulator.setFaults([{ when: {}, fault: { kind: "big_page", megabytes: 40 } }]);
    const report = await app.run([parisSpec({ maxPages: 1 })]);
    expect(report.totals).toMatchObject({ pages: 1, profilesNew: 25, creditsSpent: 25 });
    const [body = ""] = (await storedBodies(app)).values();
    const row = { whole: body.length > 40_000_000 };
    expect(row).toEqual({ whole: true });
  });
});

describe("a page that says odd things of itself", () => {
  it.each([
    ["total_count", 1e30],
    ["total_count", -1],
    ["sourcing_credits_remaining", Number.MAX_SAFE_INTEGER],
    ["next_page", 2_147_483_647],
    ["next_page", 1e15],
    ["request_id", "\u0000".repeat(10)],
    ["filters_too_strict", "yes"],
  ])("such as %s %j is paid for and stored", async (field, value) => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: {}, fault: { kind: "override", set: { [field]: value } } }]);
      const report = await app.run([parisSpec({ maxPages: 1 })]);
      expect(report.totals).toMatchObject({ pages: 1, profilesNew: 25, creditsSpent: 25 });
      await expectInvariants(app.db, app.simulator);
    });
  });
});

describe("somebody who is shown twice", () => {
  it("on one page is one person with two sightings, and each is paid for", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 1 }, fault: { kind: "duplicate_person" } }]);
      const report = await app.run([parisSpec({ maxPages: 1 })]);
      expect(report.totals).toMatchObject({ creditsSpent: 25 + 1, profilesNew: 25, profilesUnchanged: 1 });
      expect(await rowsOf(app, "select profile_id from sightings")).toHaveLength(26);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("on two pages, because results shift meanwhile, is one person", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 2 }, fault: { kind: "shift", by: 5 } }]);
      const report = await app.run([parisSpec({ maxPages: 2 })]);
      expect(report.totals).toMatchObject({ creditsSpent: 50, profilesNew: 45, profilesUnchanged: 5 });
      const found = app.simulator.search(PARIS).slice(0, 45);
      expect([...(await storedPeople(app)).keys()].sort()).toEqual(found.sort());
    });
  });
});
