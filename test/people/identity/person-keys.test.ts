import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  keysOfEntry,
  keysOfPerson,
  readPersonKeys,
  uniqueKeys,
} from "../../../src/people/identity/person-keys.ts";
import { toPhoneKey } from "../../../src/people/identity/phone-number.ts";
import { parseProfile } from "../../../src/people/profile.ts";
import { RAW, read } from "../profile-samples.ts";

const slug = (value: string) => [{ kind: "linkedin_slug", value }];

describe("what somebody types to name a person", () => {
  it.each([
    "https://www.linkedin.com/in/ada-invented",
    "http://fr.linkedin.com/in/Ada-Invented/?originalSubdomain=fr",
    "linkedin.com/in/ada%2Dinvented/",
    "www.linkedin.com/in/ada-invented/en",
    "in/ada-invented",
    "/in/ada-invented/",
  ])("is a LinkedIn address in the form %s", (text) => {
    expect(readPersonKeys(text)).toEqual(slug("ada-invented"));
  });

  it("is an e-mail address in any case", () => {
    expect(readPersonKeys(" Ada@Example.COM ")).toEqual([{ kind: "email", value: "ada@example.com" }]);
  });

  it.each([
    ["+33 (0)6 12 34 56 78", "+33612345678"],
    ["0033 6.12.34.56.78", "+33612345678"],
    ["+33-612-345-678", "+33612345678"],
    ["06 12 34 56 78", "0612345678"],
  ])("is a phone number however it is punctuated: %s", (text, value) => {
    expect(readPersonKeys(text)).toEqual([{ kind: "phone", value }]);
  });

  it("may be an id as well as a number where it is a row of digits", () => {
    expect(readPersonKeys("12345678").map(({ kind }) => kind)).toEqual(["phone", "profile_id"]);
  });

  it.each([
    "",
    "  ",
    "Ada Invented",
    "https://example.com/ada",
    "https://linkedin.com/company/acme",
    "www.example.com",
  ])("is nothing that names one person: %j", (text) => {
    expect(readPersonKeys(text)).toEqual([]);
  });

  it("is an id else, exactly as it is written", () => {
    expect(readPersonKeys("Ada_INVENTED-1")).toEqual([{ kind: "profile_id", value: "Ada_INVENTED-1" }]);
  });
});

describe("the keys of a person", () => {
  it("are found by what anybody would type of them", () => {
    const person = read({ emails: ["Ada@Example.com"], phones: ["+49 170 1234567"] });
    const typed = [person.profileId, RAW.linkedin_url, "ADA@example.com", "0049 170/1234567"];
    expect(keysOfPerson(person)).toEqual(uniqueKeys(typed.flatMap(readPersonKeys)));
  });

  it("are all but the id where the id cannot be read", () => {
    const entry = parseProfile({ ...RAW, profile_id: null, emails: ["ada@example.com"] }, 0);
    expect(entry.kind).toBe("rejected");
    expect(keysOfEntry(entry).map(({ kind }) => kind)).toEqual(["linkedin_slug", "email"]);
  });

  it("have one form for a number, whatever stands between its digits", () => {
    const separators = fc.constantFrom(" ", "-", ".", "/", "");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), separators), { minLength: 6, maxLength: 15 }), (digits) => {
        const written = `+39${digits.map(([digit, after]) => `${digit}${after}`).join("")}`;
        const key = toPhoneKey(written);
        expect(key).toBe(`+39${digits.map(([digit]) => digit).join("")}`);
        expect(toPhoneKey(key ?? "")).toBe(key);
      }),
    );
    expect(toPhoneKey("12 34")).toBeNull();
  });
});
