import { describe, expect, it } from "vitest";
import type { Fault } from "../../../src/simulator/fault-script.ts";
import { expectInvariants } from "../../support/invariants.ts";
import { parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { storedBodies } from "../../support/stored-bodies.ts";
import { withTestApp } from "../../support/test-app.ts";

const answer = (body: unknown, status = 200): Fault => ({
  kind: "status",
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  contentType: "application/json",
  charged: true,
});
const PERSON = { id: "invented-1", first_name: "Ada" };

const FORMS: [string, Fault][] = [
  ["an empty object", answer({})],
  ["no data", answer({ data: null })],
  ["data that is a list", answer({ data: [PERSON] })],
  ["profiles at the top level", answer({ profiles: [PERSON], credits_consumed: 25 })],
  ["profiles that are a map", answer({ data: { profiles: { first: PERSON } } })],
  ["no profiles and no price", answer({ data: { profiles: [], has_more: false } })],
  ["profiles that are no list, at a price of 0", answer({ data: { profiles: "none", credits_consumed: 0 } })],
  ["a text", answer('"done"')],
  ["a number", answer("25")],
  ["status 202 and a receipt", answer({ status: "queued" }, 202)],
  ["an error of an unknown code with status 200", answer({ error: { code: "odd", message: "try it" } })],
];

describe("a charged answer with", () => {
  it.each(FORMS)("%s is suspense at its worst price, and its bytes are kept", async (_, fault) => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 2, times: 1 }, fault }]);
      const report = await app.run([parisSpec({ maxPages: 3 })]);
      expect(
        await rowsOf(
          app,
          `select id, status, outcome, reserved_credits::int as reserved from calls where page = 2 order by id limit 1`,
        ),
      ).toEqual([{ id: 2, status: "suspense", outcome: "unknown", reserved: 25 }]);
      expect((await storedBodies(app)).get(2)).toBe(fault.kind === "status" && fault.body);
      // The page is bought once more, and the walk goes on.
      expect(report.specs[0]).toMatchObject({ pages: 3, stopReason: "max_pages", creditsInSuspense: 25 });
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("nothing to understand is bought once more and no third time", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: {}, fault: answer({ data: null }) }]);
      const report = await app.run([parisSpec()]);
      expect(report.specs[0]).toMatchObject({
        stopReason: "unavailable",
        creditsInSuspense: 50,
        creditsSpent: 0,
      });
      expect(report.specs[0]?.note).toContain("data: expected an object, found null");
      expect(app.simulator.requests).toHaveLength(2);
      await expectInvariants(app.db, app.simulator);
    });
  });

  it("nothing to understand is suspense at the largest price that is known by then", async () => {
    await withTestApp({}, async (app) => {
      app.simulator.setFaults([{ when: { page: 1 }, fault: { kind: "plain", credits: 60 } }]);
      await app.run([parisSpec({ maxPages: 1 })]);
      app.simulator.setFaults([{ when: {}, fault: answer({ data: null }) }]);
      await app.run([parisSpec()]);
      expect(
        await rowsOf(app, "select reserved_credits::int as credits from calls where status = 'suspense'"),
      ).toEqual([{ credits: 60 }, { credits: 60 }]);
    });
  });
});
