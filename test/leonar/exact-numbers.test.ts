import { describe, expect, it } from "vitest";
import { readPage } from "../../src/leonar/read-page.ts";

const PROFILE =
  '{"profile_id":"ada","followers":9007199254740993,"score":1.10,"big":[1e400,-0],"text":"1.10"}';

describe("a page with numbers that JavaScript cannot hold", () => {
  it("keeps each profile's numbers as they came", () => {
    const body = new TextEncoder().encode(
      `{"data":{"profiles":[${PROFILE}, {"bad" : 2.50}, 7.0],"credits_consumed":1}}`,
    );
    const { profiles } = readPage(body);
    expect(profiles.map(({ raw }) => raw)).toEqual([PROFILE, '{"bad":2.50}', "7.0"]);
  });

  it("of which the profiles have none keeps them as before, so that they are no new versions", () => {
    const plain = { profile_id: "ada", years: 3, share: 0.5 };
    const body = new TextEncoder().encode(`{"data":{"profiles":[${JSON.stringify(plain)}],"cost":1.0}}`);
    expect(readPage(body).profiles[0]?.raw).toBe(JSON.stringify(plain));
  });
});
