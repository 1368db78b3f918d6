import { describe, expect, it } from "vitest";
import { buy, withSimulator } from "./with-simulator.ts";

type Wire = Readonly<Record<string, unknown>>;
type Contacts = { personal_emails: string[]; work_emails: string[]; emails: string[]; phones: string[] };

const ALL = { reveal_info: true, data_types: ["personal_email", "work_email", "phone"] };

function everybody(body: Wire, options = {}): Promise<Wire[]> {
  return withSimulator({ people: 1_000, ...options }, async (simulator) =>
    Array.from({ length: 40 }, (_, page) => simulator.page({ ...body, page: page + 1 })).flat(),
  );
}

describe("a profile", () => {
  it("has the fields of the reference page's example in their order", async () => {
    const profile = (await everybody({})).find((candidate) => Object.keys(candidate).length === 12);
    expect(Object.keys(profile ?? {})).toEqual([
      "profile_id",
      "first_name",
      "last_name",
      "headline",
      "location",
      "linkedin_url",
      "summary",
      "current_job",
      "experiences",
      "educations",
      "skills",
      "open_to_work",
    ]);
    expect(profile?.linkedin_url).toBe(`https://www.linkedin.com/in/${String(profile?.profile_id)}`);
  });

  it("sometimes lacks a field, has null in it, or is written in other letters", async () => {
    const profiles = await everybody({});
    expect(profiles.some((profile) => !("headline" in profile))).toBe(true);
    expect(profiles.some((profile) => profile.current_job === null)).toBe(true);
    expect(profiles.some((profile) => profile.summary === null)).toBe(true);
    expect(profiles.some((profile) => /[^\p{ASCII}]/u.test(String(profile.first_name)))).toBe(true);
    expect(profiles.every((profile) => /^[a-z0-9-]{3,100}$/.test(String(profile.profile_id)))).toBe(true);
  });

  it("mixes years, months and days in its dates", async () => {
    const text = JSON.stringify(await everybody({}));
    for (const date of [
      /"start_date":"\d{4}"/,
      /"start_date":"\d{4}-\d\d"/,
      /"start_date":"\d{4}-\d\d-\d\d"/,
    ]) {
      expect(text).toMatch(date);
    }
  });

  it("describes jobs and schools only where detail was asked for", async () => {
    const short = JSON.stringify(await everybody({}));
    const long = JSON.stringify(await everybody({ detailed_experience: true, detailed_education: true }));
    expect(short).not.toMatch(/"(description|specialization)":"/);
    expect(long).toMatch(/"description":"/);
    expect(long).toMatch(/"specialization":"/);
  });
});

describe("contacts", () => {
  it.each([{}, { reveal_info: true }, { data_types: ["phone"] }, { ...ALL, reveal_info: false }])(
    "are not shown for %j",
    async (body) => {
      expect(JSON.stringify(await everybody(body))).not.toMatch(/contact|@|phone/);
    },
  );

  it("are shown for the types asked for, and not known of everybody", async () => {
    const profiles = await everybody({ reveal_info: true, data_types: ["work_email"] });
    const contacts = profiles.map((profile) => profile.contact_info as Contacts);
    expect(contacts.some((contact) => contact.work_emails.length === 1)).toBe(true);
    expect(contacts.some((contact) => contact.work_emails.length === 0)).toBe(true);
    expect(contacts.every((contact) => contact.phones.length + contact.personal_emails.length === 0)).toBe(
      true,
    );
  });

  it("reach nobody: addresses are under reserved domains, numbers in ranges kept for fiction", async () => {
    const profiles = await everybody(ALL);
    const contacts = profiles.map((profile) => profile.contact_info as Contacts);
    const emails = contacts.flatMap((contact) => contact.emails);
    const phones = contacts.flatMap((contact) => contact.phones);
    expect(emails.length).toBeGreaterThan(500);
    expect(phones.length).toBeGreaterThan(200);
    expect(
      emails.filter((email) => !/^[a-z0-9.-]+@([a-z0-9-]+\.)*example\.(com|org|net)$/.test(email)),
    ).toEqual([]);
    expect(
      phones.filter(
        (phone) => !/^(\+1\d{3}55501\d\d|\+447700900\d{3}|\+3363998\d{4}|\+3319900\d{4})$/.test(phone),
      ),
    ).toEqual([]);
    expect(new Set(contacts.flatMap((contact) => contact.personal_emails)).size).toBe(
      contacts.flatMap((contact) => contact.personal_emails).length,
    );
  });

  it("can stand in two lists instead", async () => {
    const profiles = await everybody(ALL, { contactShape: "lists" });
    expect(profiles.every((profile) => !("contact_info" in profile))).toBe(true);
    const emails = profiles.flatMap((profile) => profile.emails as { email: string; type: string }[]);
    expect(new Set(emails.map((email) => email.type))).toEqual(new Set(["personal", "work"]));
  });

  it("come over the wire as the expected results tells them", () =>
    withSimulator({ people: 100 }, async (simulator) => {
      const paid = await buy(simulator, ALL);
      expect(paid.profiles.map((profile) => profile.contact_info)).toEqual(
        simulator.page(ALL).map((profile) => profile.contact_info),
      );
    }));
});
