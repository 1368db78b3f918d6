import { beforeEach, describe, expect, inject, it } from "vitest";
import type { Candidate } from "../../../src/exports/candidate.ts";
import type { CompleteResult, ExportFilter, ExportNote, ExportSet } from "../../../src/exports/export-set.ts";
import { makeExportStore } from "../../../src/exports/store/make-export-store.ts";
import { seed } from "../../query/views/seed.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";

const EVERYBODY: ExportFilter = {
  since: null,
  specs: null,
  query: null,
  isNew: false,
  destination: "there",
  contacts: false,
};
const NOTE: ExportNote = { destination: "there", format: "csv", leftOut: 0, filter: {}, contacts: false };
const nothing = async () => {};
let database: TestDatabase;
let store: ReturnType<typeof makeExportStore>;

beforeEach(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  store = makeExportStore(database.db, database.url);
  await seed(database.db);
  return () => database.close();
});

async function gather({ batches }: ExportSet): Promise<Candidate[][]> {
  const all: Candidate[][] = [];
  for await (const batch of batches()) all.push(batch);
  return all;
}

const peopleOf = (filter: Partial<ExportFilter>): Promise<Candidate[]> =>
  store.select({ ...EVERYBODY, ...filter }, async (selection) => (await gather(selection)).flat());

const idsOf = async (filter: Partial<ExportFilter>): Promise<string[]> =>
  (await peopleOf(filter)).map(({ profile_id }) => profile_id);

/** Exports whoever is meant; `during` happens after all are handed over. */
function exportAll(
  filter: Partial<ExportFilter>,
  during = nothing,
  publish = nothing,
): Promise<CompleteResult> {
  const whole = { ...EVERYBODY, ...filter };
  return store.select(whole, async (selection) => {
    const people = (await gather(selection)).flat();
    await selection.markExported(
      people.map(({ profile_id }) => ({ profileId: profile_id, key: null, slug: null })),
    );
    await during();
    return selection.complete({ ...NOTE, destination: whole.destination }, publish);
  });
}

async function countRecorded(): Promise<number> {
  const { rows } = await database.db.pool.query(
    "select (select count(*) from exports) + (select count(*) from export_people) as count",
  );
  return rows[0].count;
}

describe("the people of an export", () => {
  it("are all people once, in the order of their ids", async () => {
    expect(await idsOf({})).toEqual(["ada", "ada-2", "bo"]);
  });

  it("are only those who changed at or after a time", async () => {
    expect(await idsOf({ since: new Date("2026-01-02T08:00:00Z") })).toEqual(["ada", "ada-2"]);
    expect(await idsOf({ since: new Date("2026-01-02T08:00:00.001Z") })).toEqual([]);
  });

  it("are only those that one of the specs found", async () => {
    expect(await idsOf({ specs: ["paris"] })).toEqual(["ada", "bo"]);
    expect(await idsOf({ specs: ["paris", "berlin"] })).toEqual(["ada", "ada-2", "bo"]);
    expect(await idsOf({ specs: ["nobody, it's {odd}"] })).toEqual([]);
    expect(await idsOf({ specs: [] })).toEqual([]);
  });

  it("come with addresses and numbers only on request, those for work first", async () => {
    expect(JSON.stringify(await peopleOf({}))).not.toContain("@");
    await database.db.pool.query(
      "insert into contacts (profile_id, kind, value, type, status) values ('bo', 'email', 'z@home.example', 'personal', 'verified')",
    );
    const [ada, , bo] = await peopleOf({ contacts: true });
    expect(ada).toMatchObject({ emails: ["a@umbra.example", "ada@umbra.example"], phones: ["+49 30 0"] });
    expect(bo).toMatchObject({ emails: ["z@home.example", "bo@home.example"], phones: [] });
  });

  it("come a thousand at a time, and none is missing", async () => {
    await database.db.pool.query(
      "insert into profiles (profile_id) select 'p' || lpad(i::text, 5, '0') from generate_series(1, 1500) as i",
    );
    const batches = await store.select(EVERYBODY, gather);
    expect(batches.map((batch) => batch.length)).toEqual([1_000, 503]);
    expect(new Set(batches.flat().map(({ profile_id }) => profile_id)).size).toBe(1_503);
  });
});

describe("the people of a query", () => {
  const changed = `select profile_id, full_name, from_title, from_company, noticed_at from job_changes
    where from_title = $1 and $2::integer > 0 order by noticed_at desc`;

  it("come with its other columns", async () => {
    const query = { sql: changed, parameters: ["Engineer", "1"] };
    const said = await store.select({ ...EVERYBODY, query }, async (selection) => ({
      more: selection.more,
      people: (await gather(selection)).flat(),
    }));
    expect(said.more).toEqual(["full_name", "from_title", "from_company", "noticed_at"]);
    expect(said.people).toHaveLength(1);
    expect(said.people[0]).toMatchObject({
      profile_id: "ada",
      current_title: "CTO",
      more: { from_title: "Engineer", from_company: "Lumen", noticed_at: new Date("2026-01-02T08:00:00Z") },
    });
  });

  it("come in its order, each once, and pass the other filters", async () => {
    const query = {
      sql: "select profile_id from (values ('bo'), ('nobody'), ('ada-2'), ('ada'), ('bo')) as v (profile_id)",
      parameters: [],
    };
    expect(await idsOf({ query })).toEqual(["bo", "ada-2", "ada"]);
    expect(await idsOf({ query, specs: ["paris"] })).toEqual(["bo", "ada"]);
  });

  it("are refused if there are none or its parameters do not fit", async () => {
    const noPeople = { sql: "select 1 as one", parameters: [] };
    await expect(idsOf({ query: noPeople })).rejects.toThrow("no column profile_id");
    const query = { sql: changed, parameters: ["Engineer", "many"] };
    await expect(idsOf({ query })).rejects.toThrow("--param");
  });
});

describe("an export", () => {
  it("marks its people as exported to its destination, until it is undone", async () => {
    const ids = (destination: string) => idsOf({ isNew: true, destination });
    expect(await exportAll({ specs: ["paris"] })).toEqual({ kind: "recorded", exportId: 1 });
    expect(await ids("there")).toEqual(["ada-2"]);
    expect(await ids("elsewhere")).toEqual(["ada", "ada-2", "bo"]);
    expect(await store.list()).toMatchObject([{ id: 1, destination: "there", people: 2, undoneAt: null }]);
    const undone = await store.undo(1);
    expect(await ids("there")).toEqual(["ada", "ada-2", "bo"]);
    expect(await store.undo(1)).toEqual(undone);
    expect(await store.undo(2)).toBeNull();
  });

  it("without people is published and not recorded", async () => {
    const did: string[] = [];
    const publish = async () => void did.push("publish");
    expect(await exportAll({ specs: [] }, nothing, publish)).toEqual({ kind: "empty" });
    expect(did).toEqual(["publish"]);
    expect(await countRecorded()).toBe(0);
  });

  it("is neither published nor recorded if one of its people was erased in the meantime", async () => {
    const erase = async () =>
      void (await database.db.pool.query("delete from profiles where profile_id = 'bo'"));
    const publish = () => Promise.reject(new Error("published"));
    expect(await exportAll({}, erase, publish)).toEqual({ kind: "erased", people: 1 });
    expect(await countRecorded()).toBe(0);
  });

  it("is not recorded if its files could not be published", async () => {
    const publish = () => Promise.reject(new Error("the disk is full"));
    await expect(exportAll({}, nothing, publish)).rejects.toThrow();
    expect(await countRecorded()).toBe(0);
  });

  it("of new people excludes a second one to the same destination, and no other", async () => {
    await exportAll({ isNew: true }, async () => {
      await expect(exportAll({ isNew: true })).rejects.toThrow("another export of new people to there");
      expect(await exportAll({ isNew: true, destination: "elsewhere" })).toMatchObject({ kind: "recorded" });
      expect(await exportAll({})).toMatchObject({ kind: "recorded" });
    });
    expect(await idsOf({ isNew: true })).toEqual([]);
  });

  it("exports each key once, over all batches", async () => {
    const noted = await store.select(EVERYBODY, async ({ markExported }) => [
      ...(await markExported([
        { profileId: "bo", key: "x", slug: null },
        { profileId: "ada", key: "x", slug: null },
      ])),
      ...(await markExported([
        { profileId: "ada-2", key: "x", slug: null },
        { profileId: "ada", key: "y", slug: null },
      ])),
    ]);
    expect(noted).toEqual(["bo", "ada"]);
  });

  it("exports each LinkedIn name once, whatever ids it has", async () => {
    const noted = await store.select(EVERYBODY, ({ markExported }) =>
      markExported([
        { profileId: "ada", key: null, slug: "ada-b" },
        { profileId: "ada-2", key: null, slug: "ada-b" },
        { profileId: "bo", key: null, slug: null },
      ]),
    );
    expect([...noted]).toEqual(["ada", "bo"]);
  });
});
