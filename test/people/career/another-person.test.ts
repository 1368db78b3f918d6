import { describe, expect, it } from "vitest";
import { isAnotherPerson } from "../../../src/people/career/another-person.ts";
import { mergeProfile } from "../../../src/people/merge.ts";
import { PLAIN, read } from "../profile-samples.ts";

const SAM = {
  ...{
    profile_id: "sam-lee",
    first_name: "Samuel",
    last_name: "Lee",
    full_name: null,
    location: "Paris, France",
  },
  ...{
    summary: "Bakes.",
    skills: ["Dough"],
    current_job: { title: "Pastry Chef", company_name: "Four Bleu" },
  },
  experiences: [{ title: "Pastry Chef", company_name: "Four Bleu", start_date: "2015", is_current: true }],
  educations: [{ educational_establishment: "Lycée du Goût" }],
  contact_info: { personal_emails: ["samuel.lee@old.example"], phones: ["+33 6 00 00 00 01"] },
};
const OTHER = {
  ...{ profile_id: "sam-lee", first_name: "Samantha", last_name: "Leeds", location: "Sydney, Australia" },
  current_job: { title: "Actuary", company_name: "Reef Mutual" },
  experiences: [{ title: "Actuary", company_name: "Reef Mutual", start_date: "2023", is_current: true }],
};
const before = mergeProfile(null, read({}, SAM), PLAIN);
const isOther = (change: object, base: object = OTHER) => isAnotherPerson(before, read(change, base));

describe("another person under a known id", () => {
  it("is one whose name, companies and place differ, whatever of schools is known", () => {
    expect(isOther({})).toBe(true);
    expect(isOther({ educations: [{ educational_establishment: "UNSW" }] })).toBe(true);
    expect(isOther({ first_name: null, last_name: null, full_name: "Samantha Leeds" })).toBe(true);
    expect(isOther({ last_name: "Lee" })).toBe(true);
  });

  it("is nobody who keeps a company, a school, a place or the name", () => {
    expect(isOther({ current_job: { title: "Head Chef", company_name: "FOUR BLEU SARL" } })).toBe(false);
    expect(isOther({ educations: [{ educational_establishment: "Lycee du gout" }] })).toBe(false);
    expect(isOther({ location: "Paris" })).toBe(false);
    expect(isOther({ first_name: "Sam", last_name: "Lee" })).toBe(false);
    expect(isOther({ first_name: "Lee", last_name: "Samuel" })).toBe(false);
    expect(isOther({ first_name: "Samuel", last_name: "L." })).toBe(false);
    expect(isOther({ first_name: "Dr. SAMUEL 🚀", last_name: "Lee, PhD" })).toBe(false);
  });

  it("is nobody who has married, unless schools differ too", () => {
    const married = { first_name: "Samuel", last_name: "Moreau" };
    expect(isOther(married, { ...SAM, location: "Lyon, France" })).toBe(false);
    expect(isOther(married)).toBe(false);
    expect(isOther({ ...married, educations: [{ educational_establishment: "UNSW" }] })).toBe(true);
  });

  it("is not told by a name in another script, or where little else is known", () => {
    expect(isOther({ first_name: "山田", last_name: "太郎" })).toBe(false);
    expect(isOther({ current_job: null, experiences: [] })).toBe(false);
    expect(isOther({ first_name: null, last_name: null, full_name: null })).toBe(false);
  });

  it("gets nothing of the former one, whose contacts are kept and marked", () => {
    const after = mergeProfile(
      before,
      read({ contact_info: { work_emails: ["s@reef.example"] } }, OTHER),
      PLAIN,
    );
    expect(after).toMatchObject({ fullName: "Samantha Leeds", summary: null, skills: [], educations: [] });
    const marks = after.contacts.map(({ value, formerPerson }) => [value, formerPerson]);
    expect(marks).toEqual([
      ["samuel.lee@old.example", true],
      ["+33 6 00 00 00 01", true],
      ["s@reef.example", undefined],
    ]);
    const back = mergeProfile(after, read({}, SAM), PLAIN);
    expect(back.contacts.map(({ formerPerson }) => formerPerson)).toEqual([undefined, undefined, true]);
    expect(mergeProfile(back, read({}, SAM), PLAIN)).toEqual(back);
  });
});
