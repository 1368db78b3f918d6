import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { erasePeople } from "../../../src/privacy/store/erase-people.ts";
import { makePageInserter, type PageInserter } from "../../support/insert-page.ts";
import { openTestDatabase, type TestDatabase } from "../../support/test-database.ts";

let database: TestDatabase;
let pages: PageInserter;
beforeEach(async () => {
  database = await openTestDatabase(inject("postgresUrl"));
  pages = await makePageInserter(database.db);
});
afterEach(() => database.close());

const ask = async (statement: string, values: unknown[] = []) =>
  (await database.db.pool.query(statement, values)).rows;

/** Another program that keeps a copy of the people and asks for what is new since its own largest change_id. */
class IncrementalReader {
  readonly copy = new Map<string, string>();
  largest = 0;

  async load(): Promise<void> {
    const rows = await ask(
      "select change_id::text, profile_id, headline from changed_candidates where change_id > $1 order by change_id",
      [this.largest],
    );
    for (const row of rows) {
      this.copy.set(row.profile_id, row.headline);
      this.largest = Math.max(this.largest, Number(row.change_id));
    }
  }

  /** Loads until the copy is what is stored: transactions of other tests on the server delay what is shown. */
  async catchUp(): Promise<void> {
    const stored = await ask("select profile_id, headline from profiles order by profile_id");
    const load = async () => {
      await this.load();
      return this.copy;
    };
    await expect
      .poll(load, { timeout: 60_000 })
      .toEqual(new Map(stored.map((row) => [row.profile_id, row.headline])));
  }
}

async function applyPageOf(people: Readonly<Record<string, string>>): Promise<void> {
  const profiles = Object.entries(people).map(([id, headline]) => ({
    profile_id: id,
    full_name: `Name ${id}`,
    headline,
  }));
  await (await pages.show(profiles)).apply();
}

const changeIdOf = async (id: string) =>
  Number((await ask("select change_id from profiles where profile_id = $1", [id]))[0]?.change_id);

/** Makes the store believe that it was restored on another server, whose transactions start anew. */
const moveToAnotherServer = () =>
  ask(`update change_epochs set system_identifier = 1;
    update profiles set change_id = change_id + case profile_id when 'ada' then 1000000000000 else 2000000000000 end`);

describe("a reader that asks for what is above its largest change_id", () => {
  it("misses no change of a transaction that began first and commits last", async () => {
    const reader = new IncrementalReader();
    await applyPageOf({ ada: "one", bo: "one" });
    await reader.catchUp();
    const late = await database.db.pool.connect();
    try {
      await late.query("begin");
      await late.query(
        "update profiles set headline = 'late', change_id = next_change_id() where profile_id = 'ada'",
      );
      await applyPageOf({ bo: "two", cy: "one" });
      await reader.load();
      expect(reader.copy.get("bo")).toBe("one");
      await late.query("commit");
    } finally {
      late.release(true);
    }
    await reader.catchUp();
    expect(Object.fromEntries(reader.copy)).toEqual({ ada: "late", bo: "two", cy: "one" });
  });

  it("has what is stored in the end, whoever writes while it reads", async () => {
    const reader = new IncrementalReader();
    let isWriting = true;
    const write = async (writer: number) => {
      for (let round = 0; round < 12; round += 1) {
        const ids = Array.from({ length: 5 }, (_, index) => `p-${(writer * 7 + round * 3 + index) % 30}`);
        await applyPageOf(Object.fromEntries(ids.map((id) => [id, `${writer} ${round}`])));
      }
    };
    const read = async () => {
      while (isWriting) await reader.load();
    };
    const reading = read();
    await Promise.all([0, 1, 2, 3].map(write)).finally(() => {
      isWriting = false;
    });
    await reading;
    await reader.catchUp();
    expect(reader.copy.size).toBe(30);
  });

  it("goes on when the store is restored on a server whose transactions start anew", async () => {
    const reader = new IncrementalReader();
    await applyPageOf({ ada: "one", bo: "one" });
    await applyPageOf({ bo: "two" });
    await moveToAnotherServer();
    await reader.catchUp();
    // The largest id goes with its person.
    await database.db.transaction((tx) => erasePeople(tx, ["bo"]));
    reader.copy.delete("bo");
    await Promise.all([applyPageOf({ cy: "one" }), applyPageOf({ di: "one" }), applyPageOf({ ada: "two" })]);
    for (const id of ["ada", "cy", "di"]) expect(await changeIdOf(id)).toBeGreaterThan(reader.largest);
    await reader.catchUp();
    expect(await ask("select count(*)::integer as epochs from change_epochs")).toEqual([{ epochs: 2 }]);
  });

  it("reads everybody at first, also people who were stored before changes had numbers", async () => {
    await ask("insert into profiles (profile_id, headline) values ('old', 'of old')");
    const reader = new IncrementalReader();
    await reader.load();
    expect(reader.copy).toEqual(new Map([["old", "of old"]]));
    await applyPageOf({ old: "anew" });
    await reader.catchUp();
  });

  it("learns of a contact that was added, and not of a person who was seen unchanged", async () => {
    const ada = { profile_id: "ada", full_name: "Ada", headline: "one" };
    await (await pages.show([ada])).apply();
    const first = await changeIdOf("ada");
    await (await pages.show([ada])).apply();
    expect(await changeIdOf("ada")).toBe(first);
    await (await pages.show([{ ...ada, contacts: { emails: ["ada@home.example"] } }])).apply();
    expect(await changeIdOf("ada")).toBeGreaterThan(first);
    await expect
      .poll(() => ask("select has_email from changed_candidates where change_id > $1", [first]), {
        timeout: 60_000,
      })
      .toEqual([{ has_email: true }]);
  });
});
