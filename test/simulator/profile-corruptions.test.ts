import { describe, expect, it } from "vitest";
import { CORRUPTION_NAMES, type CorruptionName } from "../../src/simulator/profile-corruptions.ts";
import { dataOf, playFault, type Seen } from "./play-fault.ts";

function firstOf(seen: Seen): Record<string, unknown> {
  return dataOf(seen).profiles[0] ?? {};
}

const EXPECTATIONS: Readonly<Partial<Record<CorruptionName, (first: Record<string, unknown>) => void>>> = {
  null_fields: (first) => expect(first).toMatchObject({ first_name: null, skills: null, linkedin_url: null }),
  missing_fields: (first) => expect(Object.keys(first)).toEqual(["profile_id"]),
  extra_fields: (first) => expect(first.connections).toBe(512),
  wrong_types: (first) => expect(first).toMatchObject({ first_name: 42, skills: "SaaS" }),
  id_null: (first) => expect(first.profile_id).toBeNull(),
  id_missing: (first) => expect(first).not.toHaveProperty("profile_id"),
  id_empty: (first) => expect(first.profile_id).toBe(""),
  id_long: (first) => expect(first.profile_id).toHaveLength(300),
  id_number: (first) => expect(first.profile_id).toBe(12_345),
  not_an_object: (first) => expect(first).toBe("jane-doe"),
  null_character: (first) => expect(String(first.first_name).startsWith("\u0000")).toBe(true),
  lone_surrogate: (first) => expect(first.first_name).toMatch(/^\uD800/),
  right_to_left: (first) => expect(first.first_name).toContain("\u202E"),
  emoji: (first) => expect(first.first_name).toContain("👩‍🚀"),
  formula: (first) => expect(first.first_name).toMatch(/^=HYPERLINK/),
  huge_name: (first) => expect(first.first_name).toHaveLength(1024 * 1024),
};

describe("a corrupt profile", () => {
  it.each(CORRUPTION_NAMES)("with %s comes on a page whose other profiles are sound", (corruption) =>
    playFault({ kind: "profile", corruption, at: 0 }, (seen, simulator) => {
      const { profiles } = dataOf(seen);
      expect(profiles).toHaveLength(25);
      expect(profiles.slice(1).map((profile) => profile.profile_id)).toEqual(
        simulator.search({}).slice(1, 25),
      );
      expect(JSON.stringify(profiles[0])).not.toBe(JSON.stringify(simulator.page({})[0]));
      EXPECTATIONS[corruption]?.(firstOf(seen));
      expect(simulator.charged()).toBe(25);
    }),
  );

  it("can be every one of a page", () =>
    playFault({ kind: "profile", corruption: "id_null", at: "all" }, (seen) => {
      expect(dataOf(seen).profiles.every((profile) => profile.profile_id === null)).toBe(true);
    }));

  it("sends bytes that are no UTF-8", () =>
    playFault({ kind: "profile", corruption: "invalid_utf8" }, (seen) => {
      expect(seen.bytes.includes(Buffer.from([0xff, 0xfe, 0xc3, 0x28]))).toBe(true);
      expect(() => new TextDecoder("utf-8", { fatal: true }).decode(seen.bytes)).toThrow();
    }));
});
