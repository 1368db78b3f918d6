import { describe, expect, it } from "vitest";
import { isRedacted } from "../../src/people/erased-entry.ts";
import { makeKeyMatcher, type PersonKey } from "../../src/people/identity/person-keys.ts";
import { parseProfile } from "../../src/people/profile.ts";
import { redactPerson, redactProfiles } from "../../src/people/redact-response.ts";
import { RAW } from "./profile-samples.ts";

const OTHER = { ...RAW, profile_id: "bob-invented", linkedin_url: "https://linkedin.com/in/bob-invented" };
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const decode = (body: Uint8Array | null) =>
  body === null ? null : JSON.parse(new TextDecoder().decode(body));
const page = (...profiles: readonly unknown[]) => encode({ data: { profiles, has_more: true }, more: 1 });
const by = (...keys: PersonKey[]) => makeKeyMatcher(keys);
const ADA = by({ kind: "linkedin_slug", value: "ada-invented" });

describe("an answer without somebody", () => {
  it("keeps everybody else where they were, and everything around them", () => {
    expect(decode(redactPerson(page(OTHER, RAW, OTHER), ADA))).toEqual({
      data: { profiles: [OTHER, { erased: true }, OTHER], has_more: true },
      more: 1,
    });
  });

  it("is not written anew where they are not in it", () => {
    expect(redactPerson(page(OTHER), ADA)).toBeNull();
  });

  it("leaves out every entry of theirs, one without an id and one under another id too", () => {
    const entries = [RAW, { ...RAW, profile_id: null }, { ...RAW, profile_id: "ada-renamed" }];
    const { profiles } = decode(redactPerson(page(...entries), ADA)).data;
    expect(profiles).toEqual(entries.map(() => ({ erased: true })));
    expect(profiles.map((entry: unknown) => isRedacted(parseProfile(entry, 0)))).toEqual([true, true, true]);
  });

  it("says nothing any more where it is no page and names them", () => {
    const broken = { data: { profiles: { first: [{ url: "https://LinkedIn.com/in/Ada-Invented" }] } } };
    expect(decode(redactPerson(encode(broken), ADA))).toEqual({ data: null });
    expect(redactPerson(encode({ data: { profiles: "none" } }), ADA)).toBeNull();
    expect(
      decode(
        redactPerson(encode({ error: ["x@example.com"] }), by({ kind: "email", value: "x@example.com" })),
      ),
    ).toEqual({
      data: null,
    });
  });

  it("keeps the numbers of the others as they were written", () => {
    const other = '{"profile_id":"bob","followers":9007199254740993,"score":1.10}';
    const body = new TextEncoder().encode(
      `{"data":{"profiles":[${JSON.stringify(RAW)},${other}],"x":1e400}}`,
    );
    const text = new TextDecoder().decode(redactProfiles(body, new Set([0])));
    expect(text).toBe(`{"data":{"profiles":[{"erased":true},${other}],"x":1e400}}`);
  });

  it("changes nothing when it is taken out twice", () => {
    const once = redactProfiles(page(RAW, OTHER), new Set([0]));
    expect(redactProfiles(once, new Set([0]))).toEqual(once);
    expect(redactPerson(once, ADA)).toBeNull();
  });
});
