import { describe, expect, it } from "vitest";
import { makeKeyMatcher, readPersonKeys } from "../../src/people/identity/person-keys.ts";
import { redactPerson } from "../../src/people/redact-response.ts";
import { PARIS, parisSpec, rowsOf } from "../support/leased-walk.ts";
import { tablesHolding } from "../support/people.ts";
import { forgetIn, purgeIn } from "../support/privacy.ts";
import { specOf, type TestApp, withTestApp } from "../support/test-app.ts";
import { TEST_SCHEMA } from "../support/test-database.ts";

const firstOf = ({ simulator }: TestApp): string => simulator.search(PARIS)[0] ?? "";

/** Answers that hold a person and are not pages. */
const BROKEN: readonly [string, (id: string) => Record<string, unknown>][] = [
  ["profiles that are an object", (id) => ({ profiles: { first: { deep: [{ profile_id: id }] } } })],
  ["profiles by id", (id) => ({ profiles: { [id]: { seen: true } } })],
  ["an address in a sentence", (id) => ({ profiles: `see https://www.linkedin.com//in/${id}, please` })],
];

describe("an answer that is not a page", () => {
  it.each(BROKEN)("is kept without a suppressed person (%s)", async (_, setOf) => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      await forgetIn(app, `linkedin.com/in/${id}`);
      app.simulator.setFaults([{ when: {}, fault: { kind: "override", set: setOf(id) } }]);
      const report = await app.run([parisSpec()]);
      expect(report.specs[0]?.stopReason).toBe("contract_broken");
      expect(await tablesHolding(app, id)).toEqual([]);
      expect(await rowsOf(app, "select 1 from call_bodies")).not.toEqual([]);
    });
  });

  it.each([
    ["text", (id: string) => `<html>${id}</html>`],
    ["a page of another form", (id: string) => JSON.stringify({ data: [{ profile_id: id }] })],
  ])(
    "loses a person who is forgotten, and is kept without them later, if its call may have been charged (%s)",
    async (_, bodyOf) => {
      await withTestApp({}, async (app) => {
        const id = firstOf(app);
        const fault = {
          kind: "status",
          status: 200,
          body: bodyOf(id),
          contentType: "application/json",
        } as const;
        app.simulator.setFaults([{ when: {}, fault }]);
        await app.run([parisSpec()]);
        expect(await tablesHolding(app, id)).toEqual([`${TEST_SCHEMA}.call_bodies`]);
        await forgetIn(app, `linkedin.com/in/${id}`);
        expect(await tablesHolding(app, id)).toEqual([]);
        const { length } = await rowsOf(app, "select 1 from call_bodies");
        await app.run([specOf("again", PARIS, { maxPages: 1 })]);
        expect((await rowsOf(app, "select 1 from call_bodies")).length).toBeGreaterThan(length);
        expect(await tablesHolding(app, id)).toEqual([]);
      });
    },
  );

  it("stays as it came if it names no suppressed person", async () => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      await forgetIn(app, "linkedin.com/in/somebody-else");
      app.simulator.setFaults([{ when: {}, fault: { kind: "override", set: { profiles: { id } } } }]);
      await app.run([parisSpec()]);
      expect(await tablesHolding(app, id)).toEqual([`${TEST_SCHEMA}.call_bodies`]);
    });
  });

  it("is searched again by retention, as after a backup was restored", async () => {
    await withTestApp({}, async (app) => {
      const id = firstOf(app);
      app.simulator.setFaults([{ when: {}, fault: { kind: "override", set: { profiles: { id } } } }]);
      await app.run([parisSpec()]);
      const kept = await rowsOf(app, "select call_id, body, encoding from call_bodies");
      await rowsOf(
        app,
        "update call_bodies set encoding = 'identity', body = convert_to('[1,{\"a\":[{\"who\":\"' || $1 || '\"}]}', 'utf8')",
        [id],
      );
      await forgetIn(app, id);
      expect(await tablesHolding(app, id)).toEqual([]);
      const put = "update call_bodies set body = $2, encoding = $3 where call_id = $1";
      for (const { call_id, body, encoding } of kept) await rowsOf(app, put, [call_id, body, encoding]);
      await rowsOf(
        app,
        "update call_bodies set encoding = 'identity', body = convert_to('{\"data\":[{\"who\":\"' || $1 || '\"}]}', 'utf8')",
        [id],
      );
      expect(await purgeIn(app, { people: null, raw: 30 })).toMatchObject({ bodies: 1, people: 0 });
      expect(await tablesHolding(app, id)).toEqual([]);
      expect(await purgeIn(app, { people: null, raw: 30 })).toMatchObject({ bodies: 0 });
    });
  });

  it.each([
    ['{"data":{"profiles":[{"profile_id":"zoe-moreau-12"', "zoe-moreau-12"],
    ["<html>in/zoe-moreau-12</html>", "linkedin.com/in/zoe-moreau-12"],
    ['{"a":{"b":[["Zoë <ZOE@moreau.example>"]]}}', "zoe@moreau.example"],
    ['{"error":{"phone":33612345678}}', "33612345678"],
  ])("is redacted as a whole when it cannot be parsed or hides a person: %s", (text, typed) => {
    const isTheirs = makeKeyMatcher(readPersonKeys(typed));
    const redacted = redactPerson(new TextEncoder().encode(text), isTheirs);
    expect(new TextDecoder().decode(redacted ?? undefined)).toBe('{"data":null}');
    expect(redactPerson(new TextEncoder().encode("<html>busy</html>"), isTheirs)).toBeNull();
  });
});
