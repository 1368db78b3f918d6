import { expect, it } from "vitest";
import { expectInvariants } from "../../support/invariants.ts";
import { PARIS, rowsOf } from "../../support/leased-walk.ts";
import { peopleOutOfOrder } from "../../support/people.ts";
import { specOf, withTestApp } from "../../support/test-app.ts";

const revealing = (name: string, types: readonly string[]) =>
  specOf(name, { ...PARIS, reveal_info: true, data_types: types }, { maxPages: 2 });

it.each(["contact_info", "lists"] as const)(
  "contacts add up over searches, wherever they stand (%s)",
  async (contactShape) => {
    await withTestApp({ simulator: { contactShape } }, async (app) => {
      await app.run([revealing("work", ["work_email"])]);
      const work = await rowsOf(app, "select distinct kind, type from contacts");
      expect(work).toEqual([{ kind: "email", type: "work" }]);
      const report = await app.run([revealing("home", ["personal_email", "phone"])]);
      expect(report.totals.profilesChanged).toBeGreaterThan(0);
      const kinds = await rowsOf(app, "select distinct kind from contacts order by 1");
      expect(kinds).toEqual([{ kind: "email" }, { kind: "phone" }]);
      expect(await rowsOf(app, "select 1 from contacts where type = 'work'")).not.toEqual([]);
      expect(await peopleOutOfOrder(app)).toEqual([]);
      await expectInvariants(app.db, app.simulator);
    });
  },
);

it("a search that reveals nothing takes no contact away", async () => {
  await withTestApp({}, async (app) => {
    await app.run([revealing("work", ["work_email"])]);
    const before = await rowsOf(app, "select profile_id, value from contacts order by 1, 2");
    const report = await app.run([specOf("plain", PARIS, { maxPages: 2 })]);
    expect(report.totals.profilesChanged).toBe(0);
    expect(await rowsOf(app, "select profile_id, value from contacts order by 1, 2")).toEqual(before);
  });
});
