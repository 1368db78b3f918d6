import { beforeAll, describe, expect, inject, it } from "vitest";
import type { CandidateRow, ExportFilter } from "../../../src/app/people-store.ts";
import { exportCandidates } from "../../../src/postgres/people/export-candidates.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";
import { seed } from "./seed.ts";

const EVERYBODY: ExportFilter = { since: null, specs: null, contacts: false };
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  await seed(database.db);
  return () => database.close();
});

async function batchesOf(filter: Partial<ExportFilter>): Promise<CandidateRow[][]> {
  const batches: CandidateRow[][] = [];
  for await (const batch of exportCandidates(database.db, { ...EVERYBODY, ...filter })) batches.push(batch);
  return batches;
}

async function idsOf(filter: Partial<ExportFilter>): Promise<unknown[]> {
  return (await batchesOf(filter)).flat().map((row) => row.profile_id);
}

describe("an export", () => {
  it("has everybody once, in the order of their ids", async () => {
    expect(await idsOf({})).toEqual(["ada", "ada-2", "bo"]);
  });

  it("has only who changed at or after a moment", async () => {
    expect(await idsOf({ since: new Date("2026-01-02T08:00:00Z") })).toEqual(["ada", "ada-2"]);
    expect(await idsOf({ since: new Date("2026-01-02T08:00:00.001Z") })).toEqual([]);
  });

  it("has only whom one of the specs found", async () => {
    expect(await idsOf({ specs: ["paris"] })).toEqual(["ada", "bo"]);
    expect(await idsOf({ specs: ["paris", "berlin"] })).toEqual(["ada", "ada-2", "bo"]);
    expect(await idsOf({ specs: ["nobody, it's {odd}"] })).toEqual([]);
    expect(await idsOf({ specs: [] })).toEqual([]);
  });

  it("has addresses and numbers only where they are asked for", async () => {
    const [without] = (await batchesOf({})).flat();
    expect(JSON.stringify(without)).not.toContain("@");
    const [ada, , bo] = (await batchesOf({ contacts: true })).flat();
    expect(ada).toMatchObject({ emails: "a@umbra.example, ada@umbra.example", phones: "+49 30 0" });
    expect(bo).toMatchObject({ emails: "bo@home.example", phones: null });
  });

  it("comes a thousand at a time and leaves nobody out", async () => {
    const other = await openTestDatabase(inject("postgresUrl"));
    await other.db.pool.query(
      "insert into profiles (profile_id) select 'p' || lpad(i::text, 5, '0') from generate_series(1, 2000) as i",
    );
    const sizes: number[] = [];
    const ids = new Set<unknown>();
    for await (const batch of exportCandidates(other.db, EVERYBODY)) {
      sizes.push(batch.length);
      for (const row of batch) ids.add(row.profile_id);
    }
    await other.close();
    expect(sizes).toEqual([1_000, 1_000]);
    expect(ids.size).toBe(2_000);
  });
});
