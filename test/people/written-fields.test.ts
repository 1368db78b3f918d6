import { describe, expect, it } from "vitest";
import { parseProfile } from "../../src/people/profile.ts";

function read(fields: Record<string, unknown>) {
  const parsed = parseProfile({ profile_id: "p", ...fields }, 0);
  return parsed.kind === "profile" ? parsed : expect.unreachable("rejected");
}

describe("character references of HTML", () => {
  it.each([
    ["R&amp;D Lead", "R&D Lead"],
    ["O&#39;Neil", "O'Neil"],
    ["O&#x2019;Neil", "O’Neil"],
    ["Marks &amp;amp; Sons", "Marks & Sons"],
    ["Caf&eacute; &#8211; B&ouml;rse", "Café – Börse"],
    ["&lt;b&gt;bold&lt;/b&gt; &quot;x&quot; &apos;y&apos;", `<b>bold</b> "x" 'y'`],
    ["caf&#233;&nbsp;bar", "café\u00a0bar"],
    ["it&#146;s", "it’s"],
    ["&#128640; launch", "🚀 launch"],
    ["AT&T; Johnson & Johnson", "AT&T; Johnson & Johnson"],
    [
      "R&D; P&L; &unknown; &#0; &#27; &#xD800; &#9999999;",
      "R&D; P&L; &unknown; &#0; &#27; &#xD800; &#9999999;",
    ],
    ["https://x.example/?a=1&amp;copy=2&lang=fr", "https://x.example/?a=1&copy=2&lang=fr"],
  ])("%j is %j in every text of a profile", (written, meant) => {
    const { profile } = read({
      headline: written,
      current_job: { title: written, company_name: "x" },
      skills: [written],
      experiences: [{ title: written, team: written }],
    });
    expect(profile).toMatchObject({
      headline: meant,
      currentJob: { title: meant },
      skills: [meant],
      experiences: [{ title: meant, extra: { team: meant } }],
    });
  });
});

describe("dates of jobs and educations", () => {
  it.each([
    ["2020", "2020"],
    ["2020-01", "2020-01"],
    ["2020-01-15T00:00:00Z", "2020-01-15T00:00:00Z"],
    [2020, "2020"],
    [202001, "2020-01"],
    [20200115, "2020-01-15"],
    [1577836800, "2020-01-01"],
    [1577836800000, "2020-01-01"],
    [{ year: 2020, month: 1 }, "2020-01"],
    [{ year: "2020", month: null }, "2020"],
    ["Jan 2020", "2020-01"],
    ["Sept. 2020", "2020-09"],
    ["january, 2020", "2020-01"],
    ["15 Jan 2020", "2020-01-15"],
    ["January 15, 2020", "2020-01-15"],
    ["janv. 2020", "2020-01"],
    ["1er août 2019", "2019-08-01"],
    ["März 2021", "2021-03"],
    ["15. Dezember 2021", "2021-12-15"],
    ["enero de 2018", "2018-01"],
    ["15 de março de 2018", "2018-03-15"],
    ["stycznia 2017", "2017-01"],
    ["май 2016", "2016-05"],
    ["2020年1月", "2020-01"],
    ["2020년 3월", "2020-03"],
    ["01/2020", "2020-01"],
    ["2020/1", "2020-01"],
    ["2020.11", "2020-11"],
    ["Ｊａｎ ２０２０", "2020-01"],
    ["Present", "Present"],
  ])("%j is read as %j", (written, meant) => {
    const { profile, dropped } = read({
      experiences: [{ title: "x", start_date: written }],
      educations: [{ diploma: "x", start_date: written }],
    });
    expect(profile.experiences?.[0]?.startDate).toBe(meant);
    expect(profile.educations?.[0]?.startDate).toBe(meant);
    expect(dropped).toEqual([]);
  });

  it.each(["2020-13", "2020-00", "30 February 2020", "Foo 2020", "13/2020", "2020-02-31x"])(
    "%j is no date: it is kept as text and noted",
    (written) => {
      const { profile, dropped } = read({ experiences: [{ title: "x", start_date: written }] });
      expect(profile.experiences?.[0]?.startDate).toBe(written);
      expect(dropped).toEqual([{ path: "experiences[0].start_date", reason: "no date" }]);
    },
  );

  it.each([12, 1.5, 202013, 99_999_999_999, 1e15, true, [2020]])("%j is left out and noted", (written) => {
    const { profile, dropped } = read({ experiences: [{ title: "x", start_date: written }] });
    expect(profile.experiences?.[0]?.startDate).toBeNull();
    expect(dropped).toHaveLength(1);
  });
});

describe("contacts in other shapes", () => {
  const work = { kind: "email", value: "a@b.example", type: "work", status: null };
  const unknown = { ...work, type: null };
  it.each([
    [{ contacts: ["a@b.example"] }, unknown],
    [{ contacts: ["mailto:A@b.example"] }, unknown],
    [{ contacts: ["Ada <a@b.example>"] }, unknown],
    [{ contacts: [{ email: "a@b.example", type: "work" }] }, work],
    [{ contacts: [{ type: "email", value: "a@b.example" }] }, unknown],
    [{ contacts: [{ type: "work_email", value: "a@b.example" }] }, work],
    [{ contacts: [{ kind: "email", label: "work", value: "a@b.example" }] }, work],
    [{ contact_info: [{ work_emails: ["a@b.example"] }] }, work],
    [{ emails: { work: "a@b.example" } }, work],
    [{ emails: { Professional: ["a@b.example"] } }, work],
    [{ contact_info: { emails: { work: { address: "a@b.example" } } } }, work],
    [
      { contacts: [{ email: "a@b.example", type: "work", status: "verified" }] },
      { ...work, status: "verified" },
    ],
    [
      { contacts: [{ type: "mobile", value: "+33 1 00 00 00 00" }] },
      { kind: "phone", value: "+33 1 00 00 00 00", type: null, status: null },
    ],
    [
      { contacts: ["+33 1 00 00 00 00"] },
      { kind: "phone", value: "+33 1 00 00 00 00", type: null, status: null },
    ],
    [
      { phones: { home: 33100000000 } },
      { kind: "phone", value: "33100000000", type: "personal", status: null },
    ],
  ])("are read from %j", (fields, contact) => {
    const { profile, dropped } = read(fields);
    expect(profile.contacts).toEqual([contact]);
    expect(dropped).toEqual([]);
  });

  it.each([
    { contacts: [7] },
    { contacts: [{ type: "email", value: "none" }] },
    { contacts: [{ type: "email" }] },
    { emails: { other: "a@b.example" } },
    { contacts: true },
  ])("are noted where nothing is recognised: %j", (fields) => {
    const { profile, dropped } = read(fields);
    expect(profile.contacts).toEqual([]);
    expect(dropped.length).toBeGreaterThan(0);
  });
});
