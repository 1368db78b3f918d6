import { beforeAll, describe, expect, inject, it } from "vitest";
import { readPersonKeys } from "../../src/people/identity/person-keys.ts";
import { findByText } from "../../src/privacy/store/find-by-text.ts";
import { makePageInserter } from "../support/insert-page.ts";
import { openTestDatabase, type TestDatabase } from "../support/test-database.ts";

const PEOPLE = [
  { profile_id: "nm-2", first_name: "Ines 🚀", last_name: "Okonjo-Brandt, PhD, MBA" },
  { profile_id: "nm-3", first_name: "LinkedIn", last_name: "Member" },
  { profile_id: "nm-5", full_name: "Dorte Halvard" },
  { profile_id: "nm-6", first_name: "HEIKO", last_name: "VON DER MÜHLEN" },
  { profile_id: "nm-10", first_name: "太郎", last_name: "山田" },
  { profile_id: "nm-11", full_name: "海野花子" },
  { profile_id: "nm-12", first_name: "Jack", last_name: "Ma" },
  { profile_id: "nm-13", first_name: "Jack", last_name: "Lind" },
];
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  await (await (await makePageInserter(database.db)).show(PEOPLE)).apply();
  return () => database.close();
});

describe("somebody", () => {
  it.each([
    ["Ines Okonjo-Brandt", "nm-2"],
    ["okonjo brandt ines", "nm-2"],
    ["Dr. Ines Okonjo-Brandt, PhD", "nm-2"],
    ["Ines 🚀", "nm-2"],
    ["Von der Mühlen, Heiko", "nm-6"],
    ["heiko muhlen", "nm-6"],
    ["Halvard, Dorte", "nm-5"],
    ["山田太郎", "nm-10"],
    ["太郎山田", "nm-10"],
    ["山田 太郎", "nm-10"],
    ["花子 海野", "nm-11"],
    ["花子海野", "nm-11"],
    ["Ma, Jack", "nm-12"],
    ["Jack Lind, MA", "nm-13"],
  ])("is found as %s", async (text, id) => {
    const { people } = await findByText(database.db, readPersonKeys(text), text);
    expect(people.map(({ profileId }) => profileId)).toEqual([id]);
  });

  it("whose name is hidden is found by none", async () => {
    expect((await findByText(database.db, [], "LinkedIn Member")).people).toEqual([]);
  });
});
