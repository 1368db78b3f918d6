import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAnotherPerson } from "../../src/people/career/another-person.ts";
import { mergeProfile, mergeVersions, samePerson } from "../../src/people/merge.ts";
import { details, rawProfiles } from "./profile-arbitraries.ts";
import { DETAILED, PLAIN, RAW, read } from "./profile-samples.ts";

const profiles = rawProfiles.map((raw) => read(raw, { profile_id: "somebody" }));
const versions = fc.array(fc.record({ profile: profiles, detail: details }), { minLength: 1, maxLength: 5 });

describe("merging what answers say of a person", () => {
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(versions, profiles, details, (seen, profile, detail) => {
        const once = mergeProfile(mergeVersions(seen), profile, detail);
        expect(samePerson(mergeProfile(once, profile, detail), once)).toBe(true);
      }),
    );
  });

  it("never loses a known value to one that is missing, but for a job that has ended and for another person", () => {
    fc.assert(
      fc.property(versions, profiles, details, (seen, profile, detail) => {
        const before = mergeVersions(seen);
        fc.pre(!isAnotherPerson(before, profile));
        const after = mergeProfile(before, profile, detail);
        for (const name of [
          "firstName",
          "lastName",
          "fullName",
          "headline",
          "location",
          "linkedinUrl",
          "openToWork",
        ] as const) {
          if (before[name] !== null) expect(after[name]).not.toBeNull();
        }
        expect(after.skills.length).toBeGreaterThanOrEqual(before.skills.length > 0 ? 1 : 0);
        expect(after.contacts.length).toBeGreaterThanOrEqual(before.contacts.length);
      }),
    );
  });

  it("gives the newest word of each field", () => {
    fc.assert(
      fc.property(versions, profiles, details, (seen, profile, detail) => {
        const after = mergeProfile(mergeVersions(seen), profile, detail);
        expect(after.headline).toBe(profile.headline ?? after.headline);
        expect(after.location).toBe(profile.location ?? after.location);
        if (profile.currentJob !== null) {
          expect([after.currentTitle, after.currentCompany]).toEqual([
            profile.currentJob.title,
            profile.currentJob.companyName,
          ]);
        }
      }),
    );
  });

  it("never puts a plain list in the place of a detailed one", () => {
    const detailed = mergeProfile(null, read(), DETAILED);
    const plain = read({ experiences: [{ title: "Other", company_name: "Other" }] });
    expect(mergeProfile(detailed, plain, PLAIN).experiences).toEqual(detailed.experiences);
    expect(mergeProfile(detailed, plain, DETAILED).experiences).toEqual(plain.experiences);
  });

  it("replaces a job as a whole", () => {
    const before = mergeProfile(null, read(), PLAIN);
    const after = mergeProfile(before, read({ current_job: { title: "CPO" }, experiences: null }), PLAIN);
    expect([after.currentTitle, after.currentCompany]).toEqual(["CPO", null]);
  });

  it("ends a job where a newer list of experiences has no current one", () => {
    const before = mergeProfile(null, read(), PLAIN);
    const left = read({
      current_job: null,
      experiences: [{ title: "VP Product", company_name: "Acme", is_current: false }],
    });
    expect(mergeProfile(before, left, PLAIN)).toMatchObject({ currentTitle: null, currentCompany: null });
    expect(mergeProfile(before, read({ current_job: null, experiences: null }), PLAIN).currentTitle).toBe(
      "VP Product",
    );
    expect(mergeProfile(before, read({ current_job: null }), PLAIN).currentTitle).toBe("VP Product");
  });

  it("keeps a full name whole where an answer gives half of it", () => {
    const before = mergeProfile(null, read(), PLAIN);
    const married = read({ first_name: null, full_name: null, last_name: "Renamed" });
    expect(mergeProfile(before, married, PLAIN)).toMatchObject({ firstName: "Ada", fullName: "Ada Renamed" });
  });

  it("gathers contacts and keeps what is known of each", () => {
    const first = read({ contact_info: { work_emails: ["a@example.com"], work_email_status: "verified" } });
    const second = read({
      emails: [{ email: "A@example.com" }, { email: "b@example.com", type: "personal" }],
    });
    const { contacts } = mergeVersions([
      { profile: first, detail: PLAIN },
      { profile: second, detail: PLAIN },
    ]);
    expect(contacts).toEqual([
      { kind: "email", value: "a@example.com", type: "work", status: "verified" },
      { kind: "email", value: "b@example.com", type: "personal", status: null },
    ]);
  });

  it("takes two records for one where only the order of keys and contacts differs", () => {
    const record = mergeProfile(null, read({ emails: ["a@example.com", "b@example.com"] }), PLAIN);
    const shuffled = JSON.parse(
      JSON.stringify(
        record,
        Object.keys({ ...record })
          .reverse()
          .concat([
            "kind",
            "value",
            "type",
            "status",
            "title",
            "companyName",
            "companyDomain",
            "location",
            "startDate",
            "endDate",
            "description",
            "isCurrent",
            "extra",
          ]),
      ),
    );
    expect(samePerson(record, { ...shuffled, contacts: [...shuffled.contacts].reverse() })).toBe(true);
    expect(samePerson(record, { ...record, headline: "else" })).toBe(false);
  });

  it("has no person of no versions", () => {
    expect(() => mergeVersions([])).toThrow(RangeError);
    expect(RAW.profile_id).toBe(read().profileId);
  });
});
