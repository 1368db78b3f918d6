import { describe, expect, it } from "vitest";
import { toLinkedinSlug } from "../../src/people/identity/linkedin-slug.ts";
import { parseProfile } from "../../src/people/profile.ts";
import { RAW, read } from "./profile-samples.ts";

describe("a profile", () => {
  it.each([
    ["null", null],
    ["missing", undefined],
    ["empty", ""],
    ["blank", "  "],
    ["a number", 7],
    ["300 characters long", "x".repeat(300)],
  ])("whose id is %s is rejected, and its raw form kept", (_, id) => {
    const received = parseProfile({ ...RAW, profile_id: id }, 4);
    expect(received).toMatchObject({ kind: "rejected", position: 4, path: "profile_id" });
    expect(received.raw).toContain("Ada Invented");
  });

  it.each([null, "text", 7, ["list"], true])("that is %j is rejected as a whole", (raw) => {
    expect(parseProfile(raw, 0)).toMatchObject({ kind: "rejected", path: "profile" });
  });

  it("nested ten thousand levels deep is rejected without harm", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`);
    expect(parseProfile({ ...RAW, deep }, 0)).toMatchObject({ kind: "rejected", path: "profile" });
  });

  it("of which only the id is known is stored", () => {
    const profile = read({}, { profile_id: "only-an-id" });
    expect(profile).toMatchObject({ profileId: "only-an-id", fullName: null, skills: null, contacts: [] });
  });

  it("loses fields of the wrong type, and tells which without their values", () => {
    const received = parseProfile(
      { ...RAW, headline: 42, skills: "SQL", open_to_work: "yes", experiences: [7] },
      0,
    );
    if (received.kind === "rejected") throw new Error(received.reason);
    expect(received.profile).toMatchObject({ headline: null, fullName: "Ada Invented" });
    expect(received.dropped.map(({ path }) => path)).toEqual(expect.arrayContaining(["headline"]));
    expect(JSON.stringify(received.dropped)).not.toContain("SQL");
  });

  it("keeps every key it came with in its raw form", () => {
    expect(JSON.parse(parseProfile({ ...RAW, unheard_of: { a: [1] } }, 0).raw)).toEqual({
      ...RAW,
      unheard_of: { a: [1] },
    });
  });

  it("is cleaned of what Postgres refuses, while its raw form stays", () => {
    const received = parseProfile({ ...RAW, full_name: "A\u0000da \ud800", headline: "🦉 مرحبا" }, 0);
    expect(received).toMatchObject({ profile: { headline: "🦉 مرحبا" } });
    expect(JSON.stringify(received.kind === "profile" && received.profile)).not.toMatch(/\\u0000|\\ud800/);
    expect(received.raw).toContain("\\u0000");
  });

  it("with a name of a megabyte is stored under first and last name", () => {
    expect(read({ full_name: "n".repeat(1_000_000) }).fullName).toBe("Ada Invented");
  });

  it("cannot reach into objects that are not its own", () => {
    const raw = JSON.parse('{"profile_id":"p","__proto__":{"polluted":"yes","headline":"stolen"}}');
    expect(read({}, raw).headline).toBeNull();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("has each skill once and its names joined where no full name is given", () => {
    const profile = read({ full_name: null, skills: ["SQL", "SQL", "SaaS"] });
    expect(profile).toMatchObject({ fullName: "Ada Invented", skills: ["SQL", "SaaS"] });
  });
});

describe("contacts", () => {
  it.each([
    [{ contact_info: { emails: ["a@example.com"] } }, { type: null }],
    [{ contact_info: { work_emails: ["a@example.com"] } }, { type: "work" }],
    [{ contact_info: { personal_emails: ["A@Example.com"] } }, { type: "personal" }],
    [{ emails: [{ email: "a@example.com", type: "work" }] }, { type: "work" }],
    [{ email: "a@example.com" }, { type: null }],
  ])("are found wherever they may come: %j", (fields, expected) => {
    expect(read(fields).contacts).toEqual([
      { kind: "email", value: "a@example.com", status: null, ...expected },
    ]);
  });

  it("hold phone numbers in every shape that is thought of", () => {
    const profile = read({
      contact_info: { phones: ["+33 1 00 00 00 00"] },
      phones: [{ phone: "+33100000000", type: "work" }],
    });
    expect(profile.contacts).toHaveLength(1);
    expect(profile.contacts[0]).toMatchObject({ kind: "phone", type: "work" });
  });

  it("leave out what is no address", () => {
    expect(read({ emails: ["not an address", 7, null] }).contacts).toEqual([]);
  });
});

describe("the public name in a LinkedIn address", () => {
  it.each([
    ["https://www.linkedin.com/in/ada-invented", "ada-invented"],
    ["http://fr.linkedin.com/in/Ada-Invented/?x=1", "ada-invented"],
    ["linkedin.com/in/ada-invented/", "ada-invented"],
    ["https://example.com/in/ada", null],
    ["no address", null],
  ])("of %s is %s", (url, slug) => {
    expect(toLinkedinSlug(url)).toBe(slug);
  });
});
