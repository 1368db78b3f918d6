import { expect, it } from "vitest";
import { findOrphans } from "../../../src/people/store/find-orphans.ts";
import { parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { withTestApp } from "../../support/test-app.ts";

const OF_PEOPLE = ["sightings", "profile_versions", "contacts", "profile_search"];

it("who deletes a person deletes what belongs to them, and to nobody else", async () => {
  await withTestApp({}, async (app) => {
    await app.run([parisSpec({ maxPages: 2 })]);
    const [first, second] = (await rowsOf(app, "select profile_id as id from profiles order by 1")).map(
      ({ id }) => id,
    );
    await rowsOf(
      app,
      "insert into contacts (profile_id, kind, value) values ($1, 'email', 'a@example.org'), ($2, 'email', 'b@example.org')",
      [first, second],
    );
    await rowsOf(app, "delete from profiles where profile_id = $1", [first]);
    for (const table of OF_PEOPLE) {
      expect({
        table,
        rows: await rowsOf(app, `select 1 from ${table} where profile_id = $1`, [first]),
      }).toEqual({ table, rows: [] });
      expect(await rowsOf(app, `select 1 from ${table} where profile_id = $1`, [second])).not.toEqual([]);
    }
    expect(await findOrphans(app.db)).toEqual([]);
  });
});

it("rows that refer to nothing are counted by kind", async () => {
  await withTestApp({}, async (app) => {
    await app.run([parisSpec({ maxPages: 1 })]);
    await rowsOf(app, "update sightings set profile_id = 'nobody', version_id = 9000 where position = 3");
    await rowsOf(app, "update sightings set call_id = 7000 where position < 2");
    await rowsOf(
      app,
      "insert into contacts (profile_id, kind, value) values ('nobody', 'email', 'a@example.org')",
    );
    expect(await findOrphans(app.db)).toEqual([
      { what: "sightings without a person", rows: 1 },
      { what: "sightings without a version", rows: 1 },
      { what: "sightings without a call", rows: 2 },
      { what: "contacts without a person", rows: 1 },
    ]);
  });
});
