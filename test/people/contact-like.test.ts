import { describe, expect, it } from "vitest";
import { parseProfile } from "../../src/people/profile.ts";

/** What an entry of experiences keeps of its unknown fields. */
function kept(fields: object): unknown {
  const read = parseProfile({ profile_id: "a", experiences: [{ title: "PM", ...fields }] }, 0);
  return read.kind === "profile" ? read.profile.experiences?.[0]?.extra : read;
}

describe("an unknown field of a job stays in the raw form", () => {
  it.each([
    { work_email: "ada" },
    { workEmail: "ada" },
    { "e-mail": "ada" },
    { Email_Address: "ada" },
    { businessemail: "ada" },
    { courriel_pro: "ada" },
    { mobile: "12" },
    { mobile_number: 12 },
    { Telefonnummer: "12" },
    { téléphone: "12" },
    { teléfono: "12" },
    { direct_dial: "12" },
    { contact: { name: "Ada" } },
    { phones: ["12"] },
    { whatsApp: "12" },
    { fax2: "12" },
  ])("by its name: %j", (fields) => {
    expect(kept(fields)).toEqual({});
  });

  it.each([
    "ada@firm.example",
    "write to Ada <ada@firm.example>, please",
    "ada＠firm.example",
    "ada\u200b@firm.example",
    "ada@intranet",
    "ada (at) firm.example",
    "ada [at] firm [dot] example",
    "ada at firm dot example",
    "mailto:ada",
    "+33 6 39 98 00 12",
    "0033639980012",
    "+1 (202) 555-0100",
    "call 0639 98 00 12 after six",
    "01 99 00 10 00",
    "+٣٣٦٣٩٩٨٠٠١٢",
    "tel:12",
    "https://wa.me/33639980012",
    "555-0100",
    33639980012,
  ])("by its value: %j", (value) => {
    expect(kept({ reach: value })).toEqual({});
    expect(kept({ notes: { deep: [{ more: value }] } })).toEqual({});
  });

  it("by a name that is a value, or a value that is a name", () => {
    expect(kept({ ways: { "ada@firm.example": true } })).toEqual({});
    expect(
      kept({
        ways: [
          { type: "mobile", number: "12" },
          { label: "E-Mail", value: "ada" },
        ],
      }),
    ).toEqual({});
  });
});

it.each([
  { company_id: "1234567890" },
  { urn: "urn:li:company:123456789" },
  { company_url: "https://linkedin.com/company/123456789" },
  { started_at: 1_609_459_200_000 },
  { revenue: 1_200_000_000 },
  { period: "2016 - 2019" },
  { period: "2021-03-01 to 2022-04-30" },
  { period: "20210301" },
  { employees: "10,001+ people" },
  { motto: "@home since 1999, version 2.0" },
  { team: "5 engineers and 3 designers" },
  { remote: true, seniority: "VP", share: 0.5 },
])("an unknown field of a job that is no contact is kept: %j", (fields) => {
  expect(kept(fields)).toEqual(fields);
});

describe("a text that is longer than a cell of a spreadsheet", () => {
  const long = "x".repeat(32_768);

  it("is kept in the raw form only, and noted", () => {
    const raw = {
      profile_id: "a",
      full_name: long,
      summary: "short",
      skills: [long, "SQL"],
      experiences: [{ title: long, note: long }],
    };
    const read = parseProfile(raw, 0);
    if (read.kind !== "profile") throw new Error("rejected");
    const { fullName, summary, skills, experiences } = read.profile;
    expect({ fullName, summary, skills, experiences }).toEqual({
      fullName: null,
      summary: "short",
      skills: ["SQL"],
      experiences: [],
    });
    expect(read.dropped).toHaveLength(4);
    expect(new Set(read.dropped)).toEqual(
      new Set([
        { path: "full_name", reason: "longer than 32767 characters" },
        { path: "skills[0]", reason: "longer than 32767 characters" },
        { path: "experiences[0].title", reason: "longer than 32767 characters" },
        { path: "experiences[0]", reason: "a field longer than 32767 characters left out" },
      ]),
    );
    expect(read.raw).toBe(JSON.stringify(raw));
  });

  it("is kept as a field as long as it fits", () => {
    const read = parseProfile({ profile_id: "a", summary: long.slice(1) }, 0);
    expect(read).toMatchObject({ profile: { summary: long.slice(1) }, dropped: [] });
  });
});
