import { describe, expect, it } from "vitest";
import { readPersonKeys } from "../../src/people/identity/person-keys.ts";
import { suppressionDigests } from "../../src/people/identity/suppression.ts";
import { reparse } from "../../src/people/reparse/reparse.ts";
import { makeReparseStore } from "../../src/people/store/make-reparse-store.ts";
import { findByText } from "../../src/privacy/store/find-by-text.ts";
import { type InsertedPage, makePageInserter } from "../support/insert-page.ts";
import { rowsOf } from "../support/leased-walk.ts";
import { forgetIn, purgeIn } from "../support/privacy.ts";
import { PEPPER, type TestApp, withTestApp } from "../support/test-app.ts";

const ids = async (app: TestApp) =>
  (await rowsOf(app, "select profile_id as id from profiles order by 1")).map(({ id }) => String(id));

async function withPages(
  body: (app: TestApp, show: (...people: readonly object[]) => Promise<void>) => Promise<void>,
): Promise<void> {
  await withTestApp({}, async (app) => {
    const pages = await makePageInserter(app.db);
    await body(app, async (...people) => {
      const page: InsertedPage = await pages.show(people);
      await page.apply();
    });
  });
}

const person = (profile_id: string, change: object) => ({ profile_id, first_name: "Mara", ...change });
const CONTROL = person("control-1", { linkedin_url: "https://www.linkedin.com/in/somebody-else" });

describe("a person forgotten by one form of an identity", () => {
  it("is suppressed when they arrive under any other form of it", async () => {
    await withPages(async (app, show) => {
      for (const typed of [
        "https://www.linkedin.com/in/mara-old",
        "mara@münchen.example",
        "+33 6 12 34 56 78",
      ])
        await forgetIn(app, typed);
      await show(
        CONTROL,
        person("a-1", { linkedin_url: "https://de.linkedin.com/mwlite/in/MARA-old?trk=x" }),
        person("a-2", { linkedin_url: "linkedin.com//in//mara%2dold" }),
        person("a-3", { linkedin_url: "<https://www.linkedin.com/comm/in/mara-old>," }),
        person("Mara-Old", { linkedin_url: null }),
        person("b-1", { emails: ["<Mara@xn--mnchen-3ya.example>"] }),
        person("b-2", { email: "other@acme.example; mailto:mara@münchen.example" }),
        person("c-1", { phones: ["tel:+33-6-12-34-56-78;ext=3"] }),
        { first_name: "Mara", contact_info: { emails: ["mara@münchen.example."] } },
      );
      expect(await ids(app)).toEqual(["control-1"]);
      expect(await rowsOf(app, "select 1 from rejected_profiles")).toEqual([]);
    });
  });

  it("is found and erased by any form that a user types", async () => {
    await withPages(async (app, show) => {
      for (const [index, typed] of [
        "http://uk.linkedin.com/mwlite/in/Mara-%4fld/?x=1",
        "(https://www.linkedin.com//in/mara-old),",
        "mara-old",
        "Mara Old <MARA@münchen.example>",
        "mailto:mara@xn--mnchen-3ya.example",
        "tel:+33612345678",
        "0033 6 12 34 56 78",
      ].entries()) {
        const contact_info = {
          emails: ["mara@münchen.example"],
          phones: [`+33 (0)6 12 34 56 78 ext. ${index}`],
        };
        await show(
          CONTROL,
          person(`id-${index}`, { linkedin_url: "linkedin.com/in/mara-old", contact_info }),
        );
        expect({ typed, erased: (await forgetIn(app, typed)).erased.people }).toEqual({ typed, erased: 1 });
        await rowsOf(app, "delete from suppressions");
      }
      expect(await ids(app)).toEqual(["control-1"]);
    });
  });

  it("keeps a member id apart from another one that differs in letter case", async () => {
    await withPages(async (app, show) => {
      await forgetIn(app, "https://www.linkedin.com/in/ACoAABx1Y2zQ");
      await show(
        person("m-1", { linkedin_url: "https://www.linkedin.com/in/ACoAABx1Y2zQ/" }),
        person("m-2", { linkedin_url: "https://www.linkedin.com/in/ACoAABX1y2zq" }),
      );
      expect(await ids(app)).toEqual(["m-2"]);
    });
  });

  it("is found by an exact id before anything else that the text may mean", async () => {
    await withPages(async (app, show) => {
      const shared = { linkedin_url: "linkedin.com/in/theo-twice" };
      await show(person("d-1", shared), person("d-2", shared), person("0612345678", {}));
      await show(person("e-1", { phones: ["0612345678"] }));
      const found = async (text: string) =>
        (await findByText(app.db, readPersonKeys(text), text)).people.map(({ profileId }) => profileId);
      expect(await found("d-1")).toEqual(["d-1"]);
      expect(await found("0612345678")).toEqual(["0612345678"]);
      expect(await found("in/theo-twice")).toEqual(["d-1", "d-2"]);
      await forgetIn(app, "0612345678");
      expect(await ids(app)).toEqual(["d-1", "d-2", "e-1"]);
    });
  });
});

describe("a store whose rows were written when fewer forms were known", () => {
  it("recognises people on its list of suppressions under the form of that time", async () => {
    await withPages(async (app, show) => {
      const former = suppressionDigests(PEPPER, [
        { kind: "email", value: "mailto:mara@old.example" },
        { kind: "email", value: "ola@münchen.example" },
        { kind: "profile_id", value: "nils-old" },
        { kind: "linkedin_slug", value: "acoaabx1y2zq" },
      ]);
      for (const { kind, digest } of former)
        await rowsOf(app, "insert into suppressions (kind, digest) values ($1, $2)", [kind, digest]);
      await show(
        CONTROL,
        person("a-1", { emails: ["mara@old.example"] }),
        person("a-2", { emails: ["ola@xn--mnchen-3ya.example"] }),
        person("a-3", { linkedin_url: "https://www.linkedin.com/in/nils-old" }),
        person("a-4", { linkedin_url: "https://www.linkedin.com/in/ACoAABx1Y2zQ" }),
      );
      expect(await ids(app)).toEqual(["control-1"]);
    });
  });

  it("finds people by columns of that time, erases them again, and a reparse renews the columns", async () => {
    await withPages(async (app, show) => {
      const address = "https://www.linkedin.com/mwlite/in/mara-old";
      const mara = person("a-1", { linkedin_url: address, emails: ["mailto:mara@old.example"] });
      const olden = async () => {
        await rowsOf(app, "update profiles set linkedin_slug = null where linkedin_url is not null");
        await rowsOf(
          app,
          "insert into contacts select profile_id, kind, 'mailto:' || value, type, status, now() from contacts",
        );
      };
      await show(CONTROL, mara);
      await olden();
      const stopping = new AbortController().signal;
      const store = makeReparseStore(app.db, { pepper: PEPPER });
      const again = () => reparse(store, { restart: true, stopping, onProgress: () => {} });
      expect((await again()).changed).toBe(2);
      expect((await again()).changed).toBe(0);
      expect(
        await rowsOf(app, "select linkedin_slug, value from profiles join contacts using (profile_id)"),
      ).toEqual([{ linkedin_slug: "mara-old", value: "mara@old.example" }]);
      await rowsOf(app, "delete from contacts where value like 'mara@%'");
      await olden();
      await show({ ...mara, headline: "New" });
      expect((await forgetIn(app, "linkedin.com/in/mara-old")).erased.people).toBe(1);
      await rowsOf(app, "insert into profiles (profile_id, linkedin_url) values ('back', $1)", [address]);
      await rowsOf(
        app,
        "insert into contacts (profile_id, kind, value) values ('control-1', 'email', '<mara@old.example>')",
      );
      expect(await purgeIn(app, { people: null, raw: 30 })).toMatchObject({ suppressed: 2 });
      expect(await ids(app)).toEqual([]);
    });
  });
});
