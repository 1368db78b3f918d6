import { describe, expect, it } from "vitest";
import { readPersonKeys } from "../../src/people/identity/person-keys.ts";
import { samePerson } from "../../src/people/merge.ts";
import { historyOf } from "../../src/privacy/history-of.ts";
import { makePrivacyStore, type PrivacyStore } from "../../src/privacy/store/make-privacy-store.ts";
import { PARIS, rowsOf } from "../support/leased-walk.ts";
import { revealingSpec, somebody } from "../support/privacy.ts";
import { specOf, type TestApp, withTestApp } from "../support/test-app.ts";

async function fileOf(privacy: PrivacyStore, id: string) {
  const file = await privacy.file(id);
  if (file === null) throw new Error("nobody of that id is stored");
  return file;
}

async function idsOf(app: TestApp, where = "true"): Promise<string[]> {
  return (await rowsOf(app, `select profile_id from profiles where ${where}`)).map(({ profile_id }) =>
    String(profile_id),
  );
}

describe("what is held about a person", () => {
  it("ends, step by step, where the stored record is, and names each change with its call", async () => {
    await withTestApp({}, async (app) => {
      const privacy = makePrivacyStore(app.db);
      await app.run([specOf("day-0", { ...PARIS, detailed_experience: true }, { maxPages: 1 })]);
      for (const day of [150, 300]) {
        app.simulator.setDay(day);
        await app.run([specOf(`day-${day}`, PARIS, { maxPages: 2 })]);
      }
      await app.run([revealingSpec("revealed", { maxPages: 2 })]);
      for (const id of (await idsOf(app)).slice(0, 30)) {
        const file = await fileOf(privacy, id);
        const history = historyOf(file);
        expect(history !== null && samePerson(history.profile, file.record)).toBe(true);
      }
      const [moved = ""] = await idsOf(
        app,
        "exists (select from profile_versions v where v.profile_id = profiles.profile_id and job_changed)",
      );
      const file = await fileOf(privacy, moved);
      const jobs =
        historyOf(file)?.fields.get("currentCompany") ?? historyOf(file)?.fields.get("currentTitle") ?? [];
      expect(jobs.at(-1)?.value).toBe(file.record.currentCompany);
      expect(file.sightings.map(({ callId }) => callId)).toContain(jobs.at(-1)?.callId);
      expect(file.sightings.every(({ credits }) => credits === 1)).toBe(true);
      expect(file.bodies).toEqual(file.sightings.map(({ callId }) => callId));
    });
  });

  it("is found by id, address, e-mail, number and the parts of a name, without regard to case and accents", async () => {
    await withTestApp({}, async (app) => {
      const privacy = makePrivacyStore(app.db);
      await app.run([revealingSpec()]);
      const { id, email, phone } = await somebody(app);
      await rowsOf(app, "update profiles set full_name = 'Zoë 100%_Łęcka' where profile_id = $1", [id]);
      const find = (text: string) => privacy.find(readPersonKeys(text), text);
      for (const text of [id, `LinkedIn.com/in/${id}/`, email.toUpperCase(), phone, "ZOE  100%", "_lęc"]) {
        const { people } = await find(text);
        expect({ text, ids: people.map(({ profileId }) => profileId) }).toMatchObject({ text, ids: [id] });
      }
      expect(await find("Zo%ę_ca")).toEqual({ people: [], more: false });
      const { people, more } = await find("a");
      expect([people.length, more]).toEqual([20, true]);
    });
  });

  it("is found by an address that they had in an older form only", async () => {
    await withTestApp({}, async (app) => {
      const privacy = makePrivacyStore(app.db);
      await app.run([specOf("first", PARIS, { maxPages: 1 })]);
      const [id = ""] = await idsOf(app);
      const moved = `jsonb_set(raw::jsonb, '{linkedin_url}', '"https://linkedin.com/in/Zo%c3%AB-(B.)"')::text`;
      await rowsOf(
        app,
        `insert into profile_versions (profile_id, hash, raw, experiences_detailed, educations_detailed, call_id)
         select profile_id, 'new', ${moved}, false, false, call_id from profile_versions where profile_id = $1`,
        [id],
      );
      await rowsOf(app, "update profiles set linkedin_slug = 'new-name' where profile_id = $1", [id]);
      for (const text of [`https://linkedin.com/in/${id}`, "linkedin.com/in/zoë-(b.)"]) {
        const { people } = await privacy.find(readPersonKeys(text), text);
        expect({ text, ids: people.map(({ profileId }) => profileId) }).toEqual({ text, ids: [id] });
      }
      expect(await privacy.file("nobody")).toBeNull();
    });
  });
});
