import fc from "fast-check";
import type { Receipt } from "../../src/people/merge.ts";

const text = fc.option(fc.constantFrom("", "one", "two"), { nil: null });
const job = fc.record({
  title: text,
  company_name: text,
  is_current: fc.option(fc.boolean(), { nil: null }),
});
const contact = fc.constantFrom("a@example.com", "b@example.com");

/** What answers may say of one person, whatever they leave out; without an id. */
export const rawProfiles: fc.Arbitrary<object> = fc.record(
  {
    first_name: text,
    last_name: text,
    full_name: text,
    headline: text,
    location: text,
    linkedin_url: fc.option(fc.constantFrom("https://linkedin.com/in/a", "https://linkedin.com/in/b"), {
      nil: null,
    }),
    current_job: fc.option(fc.record({ title: text, company_name: text }), { nil: null }),
    experiences: fc.option(fc.array(job, { maxLength: 2 }), { nil: null }),
    educations: fc.option(fc.array(fc.record({ educational_establishment: text }), { maxLength: 2 }), {
      nil: null,
    }),
    skills: fc.option(fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }), { nil: null }),
    open_to_work: fc.option(fc.boolean(), { nil: null }),
    emails: fc.array(contact, { maxLength: 2 }),
    phones: fc.array(fc.constantFrom("+33 1 23", "+33123", "+49 30 1"), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
export const details: fc.Arbitrary<Receipt> = fc.record({
  experiences: fc.boolean(),
  educations: fc.boolean(),
  receivedOn: fc.constant("2026-11-29"),
});
