import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/values/errors.ts";
import { makePageInserter } from "../support/insert-page.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { forgetIn } from "../support/privacy.ts";
import { type TestApp, withTestApp } from "../support/test-app.ts";

const stored = async (app: TestApp) =>
  (await rowsOf(app, "select profile_id as id from profiles order by 1")).map(({ id }) => String(id));

/** A store of five colleagues who share a mailbox, of whom the first has an address of her own too. */
async function withColleagues(
  body: (app: TestApp, show: (...people: object[]) => Promise<void>) => Promise<void>,
) {
  await withTestApp({}, async (app) => {
    const pages = await makePageInserter(app.db);
    const show = async (...people: object[]) => (await pages.show(people)).apply();
    const colleague = (n: number) => ({ profile_id: `c-${n}`, emails: ["Office@Acme.example"] });
    await show(
      { profile_id: "c-1", emails: ["mailto:office@acme.example", "ada@acme.example"] },
      ...[2, 3, 4, 5].map(colleague),
      { profile_id: "twin", emails: ["ada@acme.example"] },
    );
    await body(app, show);
  });
}

describe("an address that more than three people hold", () => {
  it("ties no two people, and is not suppressed with one of them", async () => {
    await withColleagues(async (app, show) => {
      const { plan } = await forgetIn(app, "c-1");
      expect(plan.people.map(({ profileId }) => profileId)).toEqual(["c-1", "twin"]);
      expect(plan.keys.map(({ value }) => value)).not.toContain("office@acme.example");
      expect(await stored(app)).toEqual(["c-2", "c-3", "c-4", "c-5"]);
      await show(
        { profile_id: "c-6", emails: ["office@acme.example"] },
        { profile_id: "again", email: "ada@acme.example" },
      );
      expect(await stored(app)).toEqual(["c-2", "c-3", "c-4", "c-5", "c-6"]);
    });
  });

  it("erases all its holders only if that is said, and is suppressed then", async () => {
    await withColleagues(async (app, show) => {
      const refused = forgetIn(app, "office@acme.example");
      await expect(refused).rejects.toThrow(UsageError);
      await expect(refused).rejects.toThrow("--all-of-them");
      expect(await rowsOf(app, "select 1 from suppressions")).toEqual([]);
      expect(await stored(app)).toHaveLength(6);
      await forgetIn(app, "office@acme.example", { allOfThem: true });
      await show({ profile_id: "c-6", emails: ["office@acme.example"] });
      expect(await stored(app)).toEqual([]);
    });
  });

  it("ties three people who hold it alone", async () => {
    await withColleagues(async (app) => {
      await rowsOf(app, "delete from profiles where profile_id in ('c-4', 'c-5')");
      expect((await forgetIn(app, "c-2", { allOfThem: true })).plan.people).toHaveLength(4);
      expect(await stored(app)).toEqual([]);
    });
  });
});
