import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeVersions, samePerson } from "../../src/people/merge.ts";
import { type DatedVersion, HISTORY_FIELDS, personHistory } from "../../src/people/person-history.ts";
import { PLAIN, read } from "./profile-samples.ts";

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const seenOn = (number: number, change: object, detail = PLAIN): DatedVersion => ({
  profile: read(change),
  detail,
  seenAt: day(number),
  callId: number,
});

describe("the history of a person", () => {
  it("says when each value was first seen and what it was before", () => {
    const { fields } = personHistory([
      seenOn(1, {}),
      seenOn(2, {}),
      seenOn(3, { current_job: { title: "CPO", company_name: "Acme" } }),
      seenOn(4, { headline: null, current_job: { title: "VP Product", company_name: "Acme" } }),
    ]);
    expect(fields.get("currentTitle")).toEqual([
      { value: "VP Product", since: day(1), callId: 1 },
      { value: "CPO", since: day(3), callId: 3 },
      { value: "VP Product", since: day(4), callId: 4 },
    ]);
    expect(fields.get("currentCompany")).toEqual([{ value: "Acme", since: day(1), callId: 1 }]);
    expect(fields.get("headline")).toHaveLength(1);
    expect(fields.has("summary")).toBe(false);
  });

  it("tells that a job has ended, and keeps what a form leaves out", () => {
    const left = {
      current_job: null,
      experiences: [{ title: "VP Product", company_name: "Acme", is_current: false }],
    };
    const { fields } = personHistory([seenOn(1, {}), seenOn(2, left), seenOn(3, { skills: null })]);
    expect(fields.get("currentTitle")?.map(({ value }) => value)).toEqual(["VP Product", null, "VP Product"]);
    expect(fields.get("skills")).toHaveLength(1);
  });

  it("says of each contact since when it is known, however it was typed later", () => {
    const { contacts } = personHistory([
      seenOn(1, { emails: ["a@example.com"] }),
      seenOn(2, { emails: ["b@example.com"], phones: ["+49 170 1"] }),
      seenOn(3, { emails: [{ email: "a@example.com", type: "work" }], phones: ["+49-170-1"] }),
    ]);
    expect(contacts.map(({ value, type, since }) => [value, type, since])).toEqual([
      ["a@example.com", "work", day(1)],
      ["b@example.com", null, day(2)],
      ["+49 170 1", null, day(2)],
    ]);
  });

  it("ends with the record as it is stored, whatever was seen, and never names a value twice in a row", () => {
    const text = fc.option(fc.constantFrom("", "one", "two"), { nil: null });
    const change = fc.record(
      {
        headline: text,
        location: text,
        summary: text,
        first_name: text,
        open_to_work: fc.option(fc.boolean(), { nil: null }),
        current_job: fc.option(fc.record({ title: text, company_name: text }), { nil: null }),
        experiences: fc.option(
          fc.array(fc.record({ title: text, is_current: fc.boolean() }), { maxLength: 2 }),
          { nil: null },
        ),
        skills: fc.option(fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }), { nil: null }),
        emails: fc.array(fc.constantFrom("a@example.com", "b@example.com"), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    const detail = fc.record({
      experiences: fc.boolean(),
      educations: fc.boolean(),
      receivedOn: fc.constant("2026-11-29"),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(change, detail), { minLength: 1, maxLength: 6 }), (forms) => {
        const seen = forms.map(([one, flags], index) => seenOn(index + 1, one, flags));
        const history = personHistory(seen);
        const stored = mergeVersions(seen);
        expect(samePerson(history.profile, stored)).toBe(true);
        for (const name of HISTORY_FIELDS) {
          const values = (history.fields.get(name) ?? []).map(({ value }) => JSON.stringify(value));
          const last = values.at(-1);
          expect(last === undefined ? [null, []] : [JSON.parse(last)]).toContainEqual(stored[name]);
          expect(values.filter((value, index) => value === values[index - 1])).toEqual([]);
        }
        expect(history.contacts.map(({ since: _, ...contact }) => contact)).toEqual(stored.contacts);
      }),
    );
  });

  it("is made of at least one form", () => {
    expect(() => personHistory([])).toThrow(RangeError);
  });
});
