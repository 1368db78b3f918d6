import { describe, expect, it } from "vitest";
import {
  keysOfEntry,
  makeKeyMatcher,
  type PersonKey,
  readPersonKeys,
} from "../../../src/people/identity/person-keys.ts";
import { parseProfile } from "../../../src/people/profile.ts";

const received = (change: object): PersonKey[] =>
  keysOfEntry(parseProfile({ profile_id: "other-id-7", ...change }, 0));
const isKnownBy = (suppressed: readonly PersonKey[], keys: readonly PersonKey[]) =>
  makeKeyMatcher(suppressed)(keys);

const NAME = "https://www.linkedin.com/in/zoë-moreau-12";
/** Forms of one LinkedIn address that people type and that the API may send. */
const ADDRESSES = [
  "https://www.linkedin.com/in/zo%C3%AB-moreau-12",
  "http://fr.linkedin.com/in/ZO%c3%8B-Moreau-12/?trk=people",
  "https://www.linkedin.com/in/zoe\u0308-moreau-12/en",
  "https://www.linkedin.com/in/zo%25C3%25AB-moreau-12",
  "linkedin.com/in/zoë%2Dmoreau-12%20",
  "https://www.linkedin.com/mwlite/in/zoë-moreau-12",
  "https://www.linkedin.com/comm/in/zoë-moreau-12",
  "https://www.linkedin.com//in//zoë-moreau-12/",
  "https://uk.linkedin.com./in/zoë-moreau-12",
  "//www.linkedin.com/in/zoë-moreau-12",
  "<https://www.linkedin.com/in/zoë-moreau-12>",
  "https://www.linkedin.com/in/zoë-moreau-12,",
  "(https://www.linkedin.com/in/zoë-moreau-12).",
  "\u200bhttps://www.linkedin.com/in/zoë-moreau-12",
  "/in/zoë-moreau-12",
  "in/Zoë-Moreau-12",
  "@zoë-moreau-12",
];

describe("a LinkedIn name in another form", () => {
  it.each(ADDRESSES)("is the same key when it is typed as %j", (form) => {
    expect(readPersonKeys(form)).toEqual(readPersonKeys(NAME));
    expect(readPersonKeys(form)).toEqual([{ kind: "linkedin_slug", value: "zoë-moreau-12" }]);
  });

  it.each(ADDRESSES)("is recognised when it is received as %j", (form) => {
    expect(isKnownBy(readPersonKeys(NAME), received({ linkedin_url: form }))).toBe(true);
  });

  it("is the id of a person whose id is that name, in both directions", () => {
    const named = keysOfEntry(parseProfile({ profile_id: "Zoë-Moreau-12" }, 0));
    expect(isKnownBy(readPersonKeys(NAME), named)).toBe(true);
    expect(isKnownBy(readPersonKeys("zoë-moreau-12"), received({ linkedin_url: NAME }))).toBe(true);
    const addressed = keysOfEntry(parseProfile({ profile_id: NAME }, 0));
    expect(isKnownBy(readPersonKeys(NAME), addressed)).toBe(true);
  });

  it("keeps its letter case where it is a member id", () => {
    const id = "ACoAABx1Y2zQ_w-9";
    const keys = readPersonKeys(`https://www.linkedin.com/in/${id}/`);
    expect(keys).toEqual([{ kind: "linkedin_slug", value: id }]);
    expect(isKnownBy(keys, received({ linkedin_url: `/in/${id}` }))).toBe(true);
    expect(isKnownBy(keys, keysOfEntry(parseProfile({ profile_id: id }, 0)))).toBe(true);
    expect(isKnownBy(keys, received({ linkedin_url: `/in/${id.replace("x1Y", "X1y")}` }))).toBe(false);
  });

  it.each(["none", "n/a", "unknown", "private", "12345678", "https://www.linkedin.com/in/"])(
    "is not made of a field that holds %j",
    (linkedin_url) => {
      expect(received({ linkedin_url }).filter(({ kind }) => kind === "linkedin_slug")).toEqual(
        received({}).filter(({ kind }) => kind === "linkedin_slug"),
      );
    },
  );
});

const EMAILS = [
  "ZOE@Moreau.Example",
  " zoe@moreau.example ",
  "mailto:zoe@moreau.example",
  "MAILTO:zoe@moreau.example?subject=hello",
  "<zoe@moreau.example>",
  "Zoë Moreau <zoe@moreau.example>",
  '"zoe"@moreau.example',
  "zoe@moreau.example;",
  "zoe@moreau.example,",
  "zoe@moreau.example.",
  "(zoe@moreau.example)",
  "\u200bzoe@moreau.example",
  "zoe@ｍoreau.example",
];

describe("an e-mail address in another form", () => {
  it.each(EMAILS)("is the same key when it is typed as %j", (form) => {
    expect(readPersonKeys(form)).toEqual([{ kind: "email", value: "zoe@moreau.example" }]);
  });

  it.each(EMAILS)("is recognised when it is received as %j", (form) => {
    const keys = received({ contact_info: { work_emails: [form] } });
    expect(isKnownBy(readPersonKeys("zoe@moreau.example"), keys)).toBe(true);
  });

  it("has one key for an international domain, in letters or in ASCII", () => {
    const [letters, ascii] = ["zoe@münchen.example", "zoe@xn--mnchen-3ya.example"] as const;
    expect(readPersonKeys(letters)).toEqual(readPersonKeys(ascii));
    expect(isKnownBy(readPersonKeys(letters), received({ emails: [ascii] }))).toBe(true);
    expect(isKnownBy(readPersonKeys(ascii), received({ emails: ["Zoe@MÜNCHEN.example"] }))).toBe(true);
  });

  it("is found among several in one field", () => {
    const keys = received({ email: "other@moreau.example; zoe@moreau.example" });
    expect(isKnownBy(readPersonKeys("zoe@moreau.example"), keys)).toBe(true);
    expect(isKnownBy(readPersonKeys("other@moreau.example"), keys)).toBe(true);
  });

  it("is another address where a tag is added to it", () => {
    expect(readPersonKeys("zoe+jobs@moreau.example")).not.toEqual(readPersonKeys("zoe@moreau.example"));
  });
});

const PHONES = [
  "tel:+33-6-12-34-56-78",
  "+33 (0)6 12 34 56 78",
  "(+33) 6 12 34 56 78",
  "+33 06 12 34 56 78",
  "+33–6–12–34–56–78",
  "+33 6 12 34 56 78 ext. 3",
  "tel:+33-6-12-34-56-78;ext=3",
  "＋３３ ６ １２ ３４ ５６ ７８",
  "+٣٣ ٦ ١٢ ٣٤ ٥٦ ٧٨",
  "\u202a+33 6 12 34 56 78\u202c",
];

describe("a phone number in another form", () => {
  it.each(PHONES)("is the same key when it is typed or received as %j", (form) => {
    expect(readPersonKeys(form)).toEqual([{ kind: "phone", value: "+33612345678" }]);
    expect(isKnownBy(readPersonKeys("+33612345678"), received({ phones: [form] }))).toBe(true);
  });

  it("keeps the zero of a country in which it is part of the number", () => {
    expect(readPersonKeys("+39 06 1234 5678")).toEqual([{ kind: "phone", value: "+390612345678" }]);
  });
});

describe("what names no person", () => {
  it.each([
    "tel:later",
    "mailto:zoe",
    "https://www.linkedin.com/sales/lead/ACwAAAB1,NAME",
    "https://www.linkedin.com/company/acme",
    "https://moreau.example/in/zoe-moreau",
    "urn:li:person:abc",
    "zoe@moreau.example, max@moreau.example",
    "Mara",
    "linkedin.com",
  ])("is %j", (text) => {
    expect(readPersonKeys(text)).toEqual([]);
  });
});
