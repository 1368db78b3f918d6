import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPage } from "../../../src/leonar/read-page.ts";
import { PROFILE_FIELDS } from "../../../src/people/fields/known-fields.ts";
import { parseProfile } from "../../../src/people/profile.ts";

const person = (number: number, more: object = {}) => ({
  profile_id: `person-${number}`,
  first_name: "Ines",
  last_name: "Okonjo",
  linkedin_url: `https://www.linkedin.com/in/ines-okonjo-${number}`,
  ...more,
});

function fieldsOf(profiles: readonly unknown[], data: object = {}, answer: object = {}) {
  const text = JSON.stringify({
    data: { profiles, has_more: false, credits_consumed: 1, ...data },
    ...answer,
  });
  return readPage(new TextEncoder().encode(text)).newFields;
}
const pathsOf = (...args: Parameters<typeof fieldsOf>) => fieldsOf(...args).map(({ path }) => path);
const two = (more: object) => [person(1, more), person(2, more)];

describe("what an answer says beyond what is read", () => {
  it("is nothing where all of it is read", () => {
    const whole = {
      full_name: "Ines Okonjo",
      headline: "CTO",
      location: "Paris",
      summary: null,
      current_job: { title: "CTO", company_name: "Havn" },
      experiences: [
        { title: "CTO", company_name: "Havn", company_domain: null, start_date: "2020", is_current: true },
      ],
      educations: [
        { educational_establishment: "ETH", diploma: null, specialization: null, end_date: "2010" },
      ],
      skills: ["SQL"],
      open_to_work: false,
      emails: [{ email: "ines@havn.example", type: "work", status: "verified" }],
      phones: { work: "+4930123456", personal: [{ number: "+4930123457" }] },
      contact_info: { work_emails: ["i@havn.example"], work_email_status: "verified" },
    };
    expect(fieldsOf(two(whole), { total_count: 2, request_id: "r" })).toEqual([]);
  });

  it("is told by path and how often, at any depth, with [] for the entries of lists", () => {
    const more = {
      connections: 500,
      certifications: [{ name: "AWS", issuer: { name: "Amazon" } }, { name: "GCP" }],
      current_job: { title: "CTO", company_name: "Havn", company_size: "11_50" },
      experiences: [{ title: "CTO", skills: [["SQL"]] }],
    };
    expect(fieldsOf(two(more))).toEqual([
      { path: "connections", reason: null, times: 2 },
      { path: "certifications", reason: null, times: 2 },
      { path: "certifications[].name", reason: null, times: 4 },
      { path: "certifications[].issuer", reason: null, times: 2 },
      { path: "certifications[].issuer.name", reason: null, times: 2 },
      { path: "current_job.company_size", reason: null, times: 2 },
      { path: "experiences[].skills", reason: null, times: 2 },
    ]);
  });

  it("names what stands beside the profiles", () => {
    const paths = pathsOf([person(1)], { facets: { "Paris, France": 12 } }, { meta: { took_ms: 3 } });
    expect(paths).toEqual([
      "answer.data.facets",
      "answer.data.facets.{}",
      "answer.meta",
      "answer.meta.took_ms",
    ]);
  });

  it("names fields of known objects that one profile alone has", () => {
    expect(pathsOf([person(1, { followers: 3 }), person(2)])).toEqual(["followers"]);
  });

  it("tells known fields in a form that is not understood, contacts among them", () => {
    const more = {
      headline: { text: "CTO" },
      skills: ["SQL", { name: "Go" }],
      emails: [{ confidence: 0.9 }, "none"],
      contact_info: { work_email: true, mobiles: ["+4930123456"] },
      contacts: "ask her",
      phones: { work: { extension: 7 }, home: ["+4930123456", true, null] },
    };
    expect(fieldsOf([person(1, more)])).toEqual([
      { path: "emails[].confidence", reason: null, times: 1 },
      { path: "contact_info.mobiles", reason: null, times: 1 },
      { path: "phones.work.extension", reason: null, times: 1 },
      { path: "skills[]", reason: "expected text, found an object", times: 1 },
      { path: "headline", reason: "expected text, found an object", times: 1 },
      { path: "contact_info.work_email", reason: "expected text, found true or false", times: 1 },
      { path: "contacts", reason: "expected an object, found text", times: 1 },
      { path: "emails[]", reason: "an object without an address", times: 1 },
      { path: "emails[]", reason: "no e-mail address", times: 1 },
      { path: "phones.work", reason: "an object without a number", times: 1 },
      { path: "phones.home", reason: "true or false without a number", times: 1 },
    ]);
  });

  it.each<[string, object, string]>([
    ["an e-mail address", { "ada@x.example": 1 }, "extra.{}"],
    ["a number", { "+4930123456": 1 }, "extra.{}"],
    ["a date", { "2021-03": 1 }, "extra.{}"],
    ["a year", { "2021": 1 }, "extra.{}"],
    ["a place", { "Paris, France": 1 }, "extra.{}"],
    ["an address of a profile", { "ada-lovelace": 1 }, "extra.{}"],
    ["an id", { a1b2c3d4e5f6: 1 }, "extra.{}"],
    ["a name in another script", { 山田: 1 }, "extra.{}"],
    ["a name of the person", { ines: 1 }, "extra.{}"],
    ["both names of the person", { ines_okonjo: 1, inesOkonjo: 2 }, "extra.{}"],
    ["a very long word", { ["x".repeat(41)]: 1 }, "extra.{}"],
  ])("shows no key that is data: %s", (_, map, path) => {
    expect(new Set(pathsOf(two({ extra: map })))).toEqual(new Set(["extra", path]));
  });

  it("shows no key within an unknown object that one profile alone has, because it may be somebody's name", () => {
    const paths = pathsOf([person(1, { endorsers: { grace: 3 } }), person(2, { endorsers: { linus: 3 } })]);
    expect(new Set(paths)).toEqual(new Set(["endorsers", "endorsers.{}"]));
  });

  it("takes a key of the person's own name for data in the profile itself too", () => {
    expect(pathsOf([person(1, { okonjo: 3, headcount: 3 })])).toEqual(["{}", "headcount"]);
  });

  it("takes an object with very many keys for a map", () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `k${"abcdefghij"[index % 10]}${"xyz"[Math.floor(index / 10)]}`,
        1,
      ]),
    );
    expect(new Set(pathsOf(two({ extra: many })))).toEqual(new Set(["extra", "extra.{}"]));
    expect(new Set(pathsOf(two(many)))).toEqual(new Set(["{}"]));
  });

  it("is bounded, however much an answer holds", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(400)}1${"}".repeat(400)}`);
    const wide = Array.from({ length: 60 }, (_, index) =>
      person(index, { [`f_${"abcdefgh"[index % 8]}${"stuvwxyz"[index >> 3]}`]: deep }),
    );
    const fields = fieldsOf(wide);
    expect(fields.length).toBeLessThanOrEqual(51);
    expect(fields.at(-1)?.path).toBe("…");
    for (const { path } of fields) expect(path.length).toBeLessThan(300);
  });

  it("never shows a value, or anything but a name where keys are of any kind", () => {
    fc.assert(
      fc.property(fc.array(fc.object({ maxDepth: 4 }), { maxLength: 5 }), (extras) => {
        const marked = JSON.parse(JSON.stringify(extras), (_, value) =>
          typeof value === "string" ? `SECRET${value}` : value,
        );
        for (const { path, reason } of fieldsOf(
          marked.map((extra: object, index: number) => person(index, extra)),
        )) {
          expect(path).toMatch(/^(?:…|(?:(?:_?[A-Za-z][A-Za-z0-9_]*|\{\})(?:\[\])*\.?)+)$/u);
          expect(`${path}${reason}`).not.toContain("SECRET");
        }
      }),
    );
  });
});

describe("the list of known fields", () => {
  it("has every field that reading a profile asks for", () => {
    const asked = new Set<string>();
    const source = new Proxy(person(1), {
      getOwnPropertyDescriptor(target, name) {
        if (typeof name === "string") asked.add(name);
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
    });
    parseProfile(source, 0, () => "{}");
    expect([...asked].filter((name) => !PROFILE_FIELDS.has(name))).toEqual([]);
    expect(asked.size).toBeGreaterThan(20);
  });
});
