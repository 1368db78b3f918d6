import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readPage } from "../../src/leonar/read-page.ts";
import { type SearchPage, tellsPrice } from "../../src/people/search-page.ts";
import { ContractBroken } from "../../src/values/errors.ts";

const readText = (text: string): SearchPage => readPage(Buffer.from(text));

/** A whole `data`, with some of its fields set otherwise; undefined leaves one out. */
function readData(changes: Readonly<Record<string, unknown>> = {}): SearchPage {
  const data = {
    profiles: [{ profile_id: "jane-doe", first_name: "Jane" }],
    total_count: 45,
    filtered_count: 1,
    next_page: 2,
    has_more: true,
    filters_too_strict: false,
    credits_consumed: 1,
    sourcing_credits_remaining: 499,
    request_id: "req_123",
    leonar_profiles_cached: 1,
    ...changes,
  };
  return readText(JSON.stringify({ data }));
}

describe("a page", () => {
  it("is parsed as the reference page shows it", () => {
    expect(readData()).toMatchObject({
      profiles: [{ kind: "profile", position: 0, profile: { profileId: "jane-doe", fullName: "Jane" } }],
      creditsConsumed: 1,
      balance: 499,
      hasMore: true,
      nextPage: 2,
      totalCount: 45,
      filteredCount: 1,
      leonarProfilesCached: 1,
      filtersTooStrict: false,
      requestId: "req_123",
      broken: null,
      warnings: [],
    });
  });

  it.each([null, "a few", "", "2.5", "10001", -1, 1e9, 10_001, 1.5, true])(
    "has no price where credits_consumed is %j",
    (price) => {
      const page = readData({ credits_consumed: price });
      expect(page).toMatchObject({ creditsConsumed: null, broken: null });
      expect(page.warnings).toContain("credits_consumed: missing");
    },
  );

  it.each([0, 1, 30, 10_000])("costs the %d credits that it names, however many profiles it has", (price) => {
    expect(readData({ credits_consumed: price })).toMatchObject({ creditsConsumed: price, warnings: [] });
  });

  it.each([null, undefined, "many", "", "-1", -1, 0.5, 2 ** 53])(
    "has no balance where it says %j",
    (balance) => {
      expect(readData({ sourcing_credits_remaining: balance }).balance).toBeNull();
    },
  );

  it("tells its price by a price or by profiles, and by no price of 0 where it cannot be used", () => {
    const [empty, unpriced] = [{ profiles: [] }, { credits_consumed: null }];
    expect(tellsPrice(readData({ ...empty, ...unpriced }))).toBe(false);
    expect(tellsPrice(readData({ profiles: "none", credits_consumed: 0 }))).toBe(false);
    expect(tellsPrice(readData({ profiles: "none", credits_consumed: 25 }))).toBe(true);
    expect(tellsPrice(readData({ ...empty, credits_consumed: 0 }))).toBe(true);
    expect(tellsPrice(readData(unpriced))).toBe(true);
  });

  it("takes a whole number that is sent as a text for a balance and for a price", () => {
    expect(readData({ sourcing_credits_remaining: "997", credits_consumed: "75" })).toMatchObject({
      balance: 997,
      creditsConsumed: 75,
      isPriceText: true,
    });
    expect(readData({ credits_consumed: 75 }).isPriceText).toBe(false);
  });

  it.each([null, undefined, "45", -1, 1e300])("has no total if it says %j", (total) => {
    expect(readData({ total_count: total })).toMatchObject({ totalCount: null, hasMore: true });
  });

  it.each([0, 900])("ends if has_more is false, with a total of %d", (total) => {
    expect(readData({ total_count: total, has_more: false })).toMatchObject({
      totalCount: total,
      hasMore: false,
    });
  });

  it.each(["2", "https://app.leonar.app/api/v1?page=2", 0, -1, 1.5, 2_147_483_648, [2], {}])(
    "has no next page with %j, and continues all the same",
    (next) => {
      const page = readData({ next_page: next });
      expect(page).toMatchObject({ nextPage: null, hasMore: true });
      expect(page.warnings).toHaveLength(1);
      expect(page.warnings[0]).toMatch(/^next_page: expected a page number from 1, found /);
    },
  );

  it.each([null, undefined])("may leave out its next page with %j", (next) => {
    expect(readData({ next_page: next })).toMatchObject({ nextPage: null, hasMore: true, warnings: [] });
  });

  it.each([null, undefined, "false", 1])("continues by next_page if has_more is %j", (hasMore) => {
    const page = readData({ has_more: hasMore });
    expect(page.hasMore).toBe(true);
    expect(page.warnings).toContain("has_more: missing; true because next_page names a page");
    expect(readData({ has_more: hasMore, next_page: null })).toMatchObject({ hasMore: false });
  });

  it("says when its filters are too strict", () => {
    expect(readData({ filters_too_strict: true }).filtersTooStrict).toBe(true);
    expect(readData({ filters_too_strict: null }).filtersTooStrict).toBe(false);
    expect(readData({ filters_too_strict: "yes" })).toMatchObject({
      filtersTooStrict: false,
      warnings: ["filters_too_strict: expected true or false, found text"],
    });
  });

  it.each([7, "x".repeat(256), "", "\u0000", null])("has no request id if it says %j", (id) => {
    expect(readData({ request_id: id }).requestId).toBeNull();
  });

  it("never quotes text or profiles in a warning", () => {
    const secret = "jane@example.com";
    const page = readData({
      profiles: [{ profile_id: "jane", first_name: [secret] }, secret, { profile_id: [secret] }],
      next_page: secret,
      has_more: secret,
      credits_consumed: secret,
      sourcing_credits_remaining: [secret],
      total_count: { secret },
      request_id: { [secret]: secret },
      filters_too_strict: secret,
    });
    expect(page.warnings.length).toBeGreaterThan(5);
    expect(page.warnings.join("\n")).not.toContain("jane");
  });
});

describe("an answer that is not a page", () => {
  it.each([
    ["{}", "data: expected an object, found nothing"],
    ['{"data":null}', "data: expected an object, found null"],
    ['{"data":[]}', "data: expected an object, found a list"],
    ['{"data":{}}', "data.profiles: expected a list, found nothing"],
    ['{"data":{"profiles":{"0":{}}}}', "data.profiles: expected a list, found an object"],
    ['{"profiles":[]}', "data: expected an object, found nothing"],
  ])("is broken and says why: %s", (text, reason) => {
    expect(readText(text)).toMatchObject({ broken: reason, profiles: [], creditsConsumed: null });
  });

  it("still has its price", () => {
    expect(readText('{"data":{"credits_consumed":25,"sourcing_credits_remaining":7}}')).toMatchObject({
      creditsConsumed: 25,
      balance: 7,
      broken: "data.profiles: expected a list, found nothing",
    });
  });

  it.each(["", "null", "[]", '"page"', "7", "<html></html>", '{"data":{', "\u0000"])(
    "is refused if it is not a JSON object: %j",
    (text) => {
      expect(() => readText(text)).toThrow(ContractBroken);
    },
  );
});

describe("JSON that no serializer would write", () => {
  it("is read with the last of doubled keys", () => {
    const text =
      '{"data":{"profiles":[],"has_more":true,"has_more":false,"credits_consumed":0,"credits_consumed":3}}';
    expect(readText(text)).toMatchObject({ hasMore: false, creditsConsumed: 3 });
  });

  it("pollutes nothing and inherits nothing by __proto__", () => {
    const evil = '"__proto__":{"credits_consumed":9,"has_more":true,"polluted":1}';
    const page = readText(`{${evil},"data":{${evil},"profiles":[{${evil},"profile_id":"jane"}]}}`);
    expect(page).toMatchObject({ creditsConsumed: null, hasMore: false, profiles: [{ kind: "profile" }] });
    expect({}).not.toHaveProperty("polluted");
  });

  it.each([10_000, 100_000])("may be %d levels deep, anywhere", (depth) => {
    const deep = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const profiles = `[{"profile_id":"a"},{"profile_id":"b","deep":${deep}},${deep}]`;
    const page = readText(
      `{"deep":${deep},"data":{"deep":${deep},"next_page":${deep},"profiles":${profiles}}}`,
    );
    expect(page.profiles.map((profile) => profile.kind)).toEqual(["profile", "rejected", "rejected"]);
    expect(() => readText(`{"data":${deep}}`)).not.toThrow();
    expect(() => readText(deep)).toThrow(ContractBroken);
  });

  it("may begin with a byte order mark and contain bytes that are not UTF-8", () => {
    const text = '{"data":{"profiles":[{"profile_id":"jane","first_name":"J?"}],"has_more":false}}';
    const bytes = Buffer.from(`\uFEFF${text}`);
    bytes[bytes.indexOf("?")] = 0xff;
    expect(readPage(bytes).profiles).toMatchObject([{ profile: { firstName: "J\uFFFD" } }]);
  });
});

it("shares no module with the simulator", () => {
  for (const name of ["client", "http-errors", "read-page", "wire", "transport-errors"]) {
    const path = new URL(`../../src/leonar/${name}.ts`, import.meta.url);
    expect(readFileSync(path, "utf8")).not.toMatch(/from "[^"]*simulator/);
  }
});
