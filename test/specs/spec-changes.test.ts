import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSpec } from "../../src/specs/spec.ts";
import {
  describeChange,
  describeRevision,
  planImport,
  type StoredSpec,
} from "../../src/specs/spec-changes.ts";
import { goodSpec } from "./spec-arbitraries.ts";

const paris = parseSpec({
  spec: "paris-vp",
  search: { location: ["Paris"], job_title: ["VP"] },
  budgetCredits: 500,
});
const lyon = parseSpec({ ...paris, search: { ...paris.search, location: ["Lyon"] } });

function stored(...specs: Parameters<typeof planImport>[1]): StoredSpec[] {
  return [...planImport([], specs, { prune: false }).added];
}

const counts = (plan: ReturnType<typeof planImport>) => ({
  added: plan.added.length,
  changed: plan.changed.length,
  revised: plan.revised.length,
  unchanged: plan.unchanged.length,
  disabled: plan.disabled.length,
});
const nothing = { added: 0, changed: 0, revised: 0, unchanged: 0, disabled: 0 };

describe("an import", () => {
  test("adds unknown specs at revision 1", () => {
    const [added] = stored(paris);
    expect(added).toMatchObject({
      spec: "paris-vp",
      revision: 1,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("of the same file again changes nothing", () => {
    const specs = fc.uniqueArray(goodSpec, { selector: (spec) => spec.spec, maxLength: 6 });
    fc.assert(
      fc.property(specs, (some) => {
        const again = planImport(stored(...some), some, { prune: true });
        expect(counts(again)).toEqual({ ...nothing, unchanged: some.length });
      }),
    );
  });

  test("makes a new revision of a changed search", () => {
    const plan = planImport(stored(paris), [lyon], { prune: false });
    expect(counts(plan)).toEqual({ ...nothing, revised: 1 });
    expect(plan.revised[0]?.after).toMatchObject({ revision: 2, search: { location: ["Lyon"] } });
  });

  test("keeps the revision when only settings change", () => {
    const plan = planImport(stored(paris), [parseSpec({ ...paris, budgetCredits: null })], { prune: false });
    expect(counts(plan)).toEqual({ ...nothing, changed: 1 });
    expect(plan.changed[0]?.after).toMatchObject({ revision: 1, budgetCredits: null });
  });

  test("keeps the revision when a search is only written in other capitals", () => {
    const other = parseSpec({ ...paris, search: { ...paris.search, location: ["PARIS"] } });
    const plan = planImport(stored(paris), [other], { prune: false });
    expect(counts(plan)).toEqual({ ...nothing, changed: 1 });
    expect(plan.changed[0]?.after).toMatchObject({ revision: 1, search: { location: ["PARIS"] } });
  });

  test("leaves stored specs alone that the file does not name", () => {
    expect(counts(planImport(stored(paris), [], { prune: false }))).toEqual(nothing);
  });

  test("disables them when it prunes, once", () => {
    const plan = planImport(stored(paris), [], { prune: true });
    expect(plan.disabled).toMatchObject([{ spec: "paris-vp", enabled: false, revision: 1 }]);
    expect(counts(planImport(plan.disabled, [], { prune: true }))).toEqual(nothing);
  });

  test("spares specs whose row could not be read when it prunes", () => {
    expect(counts(planImport(stored(paris), [], { prune: true, mentioned: ["paris-vp"] }))).toEqual(nothing);
  });
});

describe("the wording", () => {
  test("of a revision names what changed and where it starts", () => {
    const [change] = planImport(stored(paris), [lyon], { prune: false }).revised;
    expect(change && describeRevision(change)).toBe(
      "paris-vp r1 -> r2: location Paris -> Lyon; starts at page 1",
    );
    expect(change && describeRevision(change, 4)).toContain("; starts at page 4");
  });

  test("of several columns keeps the order of the reference page", () => {
    const other = parseSpec({
      ...paris,
      search: { location: ["Lyon", "Nice"], languages: [{ language: "French" }] },
      budgetCredits: null,
    });
    const [change] = planImport(stored(paris), [other], { prune: false }).revised;
    expect(change && describeRevision(change)).toBe(
      'paris-vp r1 -> r2: job_title VP -> none, languages none -> {"language":"French"}, location Paris -> Lyon | Nice, budget_credits 500 -> none; starts at page 1',
    );
  });

  test("of settings is short", () => {
    const [change] = planImport(stored(paris), [parseSpec({ ...paris, budgetCredits: 1_000 })], {
      prune: false,
    }).changed;
    expect(change && describeChange(change)).toBe("paris-vp: budget_credits 500 -> 1000");
  });
});
