import { readFileSync } from "node:fs";
import { expect, inject, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { readSpecs } from "../../../src/specs/sheets/read-specs.ts";
import { parseSpec } from "../../../src/specs/spec.ts";
import { importSpecs } from "../../../src/specs/store/import-specs.ts";
import { readStoredSpecs } from "../../../src/specs/store/stored-specs.ts";
import { openTestDatabase } from "../../support/test-database.ts";

const file = readFileSync(new URL("../../../examples/specs.csv", import.meta.url));
const specs = readSpecs(file).specs.map(({ spec }) => spec);

async function withDatabase(use: (db: Database) => Promise<void>): Promise<void> {
  const { db, close } = await openTestDatabase(inject("postgresUrl"));
  try {
    await use(db);
  } finally {
    await close();
  }
}

const written = async (db: Database) =>
  (await db.pool.query("select spec, revision, xmin::text, updated_at from search_specs order by spec")).rows;

it("importing the same specs again changes nothing, not even a row", async () => {
  await withDatabase(async (db) => {
    const first = await importSpecs(db, specs, { prune: false });
    expect(first.added).toHaveLength(12);
    const before = await written(db);
    const second = await importSpecs(db, specs, { prune: true });
    expect([second.added, second.changed, second.revised, second.disabled].flat()).toEqual([]);
    expect(await written(db)).toEqual(before);
  });
});

it("specs come out of the store as they went in", async () => {
  await withDatabase(async (db) => {
    await importSpecs(db, specs, { prune: false });
    const stored = await readStoredSpecs(db);
    const plain = stored.map(({ revision: _, fingerprint: __, warnings: ___, ...spec }) => spec);
    expect(plain).toEqual([...specs].sort((a, b) => (a.spec < b.spec ? -1 : 1)));
  });
});

it("a changed search is a new revision, another setting is none", async () => {
  await withDatabase(async (db) => {
    const of = (search: object, settings: object = {}) => parseSpec({ spec: "paris", search, ...settings });
    await importSpecs(db, [of({ location: ["Paris, France"] })], { prune: false });
    await importSpecs(db, [of({ location: ["Paris, France"] }, { budgetCredits: 50 })], { prune: false });
    expect((await readStoredSpecs(db))[0]).toMatchObject({ revision: 1, budgetCredits: 50 });
    await importSpecs(db, [of({ location: ["Lyon, France"] })], { prune: false });
    expect((await readStoredSpecs(db))[0]).toMatchObject({ revision: 2, budgetCredits: null });
  });
});

it("eight imports at once of the same specs add each once", async () => {
  await withDatabase(async (db) => {
    const plans = await Promise.all(
      Array.from({ length: 8 }, () => importSpecs(db, specs, { prune: false })),
    );
    expect(plans.flatMap(({ added }) => added)).toHaveLength(12);
    expect((await readStoredSpecs(db)).map(({ revision }) => revision)).toEqual(specs.map(() => 1));
  });
});

it("the warnings of a spec are stored with it, follow its changes, and are found again by an import of the same file", async () => {
  await withDatabase(async (db) => {
    const of = (settings: object) => parseSpec({ spec: "paris", search: { keyword: "SaaS" }, ...settings });
    const warnings = async () => (await readStoredSpecs(db)).flatMap((spec) => spec.warnings);
    const small =
      "budget_credits: 10 credits are less than a page may cost (25), so nothing is bought; write 25 or more";
    await importSpecs(db, [of({ budgetCredits: 10 })], { prune: false });
    expect(await warnings()).toEqual([small]);
    await db.pool.query("update search_specs set warnings = '{}'");
    const again = await importSpecs(db, [of({ budgetCredits: 10 })], { prune: false });
    expect(again.unchanged).toHaveLength(1);
    expect(await warnings()).toEqual([small]);
    await importSpecs(db, [of({ budgetCredits: 25 })], { prune: false });
    expect(await warnings()).toEqual([]);
  });
});
