import { describe, expect, it } from "vitest";
import { keysOfPerson } from "../../../src/people/identity/person-keys.ts";
import { suppressionDigests } from "../../../src/people/identity/suppression.ts";
import type { Fault } from "../../../src/simulator/fault-script.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { PARIS, parisSpec } from "../../support/leased-walk.ts";
import { storedPeople, tablesHolding } from "../../support/people.ts";
import { PEPPER, specOf, type TestApp, withTestApp } from "../../support/test-app.ts";

const nobody = { profileId: "nobody", linkedinSlug: null, contacts: [] };

/** Suppresses under one key only, as if nothing else had been known of them. */
async function suppress(app: TestApp, person: Partial<Parameters<typeof keysOfPerson>[0]>): Promise<void> {
  const known = suppressionDigests(PEPPER, keysOfPerson({ ...nobody, ...person }));
  const others = new Set(suppressionDigests(PEPPER, keysOfPerson(nobody)).map(({ digest }) => digest));
  for (const { kind, digest } of known.filter((key) => !others.has(key.digest))) {
    await app.db.pool.query("insert into suppressions (kind, digest) values ($1, $2)", [kind, digest]);
  }
}

/** The first person of the search: ids of the simulator are the slugs of their addresses. */
const firstOf = ({ simulator }: TestApp): string => simulator.search(PARIS)[0] ?? "";

describe("somebody who asked to be forgotten", () => {
  it.each([
    ["their id", (id: string) => ({ profileId: id })],
    ["the name in their address", (id: string) => ({ linkedinSlug: id })],
  ])("is known by %s, paid for, counted and stored nowhere", async (_, keyOf) => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      await suppress(app, keyOf(id));
      const report = await app.run([parisSpec({ maxPages: 1 })]);
      expect(report.totals).toMatchObject({ profilesSuppressed: 1, profilesNew: 24, creditsSpent: 25 });
      expect(await tablesHolding(app, id)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("is known by an e-mail address", async () => {
    await withTestApp({}, async (app) => {
      const search = { ...PARIS, reveal_info: true, data_types: ["work_email", "personal_email"] };
      const texts = app.simulator.page({ ...search, page: 1 }).map((profile) => JSON.stringify(profile));
      const email =
        texts
          .join("")
          .match(/[^"]+@[^"]+/u)?.[0]
          ?.toLowerCase() ?? "";
      expect(email).not.toBe("");
      await suppress(app, { contacts: [{ kind: "email", value: email, type: null, status: null }] });
      const report = await app.run([specOf("revealing", search, { maxPages: 1 })]);
      expect(report.specs[0]?.note).toBeNull();
      expect(report.totals).toMatchObject({ profilesSuppressed: 1 });
      expect(await tablesHolding(app, email)).toEqual([]);
    });
  });

  it.each<[string, Fault]>([
    ["a profile without an id", { kind: "profile", corruption: "id_null", at: 0 }],
    ["a profile with an id that is too long", { kind: "profile", corruption: "id_long", at: 0 }],
    ["a page nested 10,000 levels deep", { kind: "deep" }],
    ["a page with doubled keys", { kind: "doubled_keys" }],
    ["a page that names __proto__", { kind: "proto_keys" }],
    ["a page that is no UTF-8", { kind: "profile", corruption: "invalid_utf8", at: 3 }],
  ])("leaves no trace in %s", async (_, fault) => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      await suppress(app, { profileId: id, linkedinSlug: id });
      app.simulator.setFaults([{ when: {}, fault }]);
      const report = await app.run([parisSpec({ maxPages: 1 })]);
      expect(report.totals).toMatchObject({ pages: 1, profilesSuppressed: 1, profilesSeen: 25 });
      expect(await tablesHolding(app, id)).toEqual([]);
      expect((await storedPeople(app)).size).toBe(24);
    });
  });
});
